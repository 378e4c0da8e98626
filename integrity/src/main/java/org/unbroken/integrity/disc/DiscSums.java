package org.unbroken.integrity.disc;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.integrity.digest.Sha256;

/** {@code sha256.txt}: every other file of the disc, for {@code sha256sum -c sha256.txt}. */
final class DiscSums {
    static final String NAME = "sha256.txt";
    static final int MAX_BYTES = 32 << 20;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9._/-]{1,512})");

    private DiscSums() {}

    static byte[] bytes(SortedMap<String, Sha256> sums) {
        StringBuilder lines = new StringBuilder();
        sums.forEach((path, digest) ->
                lines.append(digest.hex()).append("  ").append(path).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Throws {@link IllegalArgumentException} that names the line. */
    static SortedMap<String, Sha256> parse(byte[] bytes) {
        SortedMap<String, Sha256> sums = new TreeMap<>();
        int number = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            Matcher parts = LINE.matcher(line);
            if (!line.isEmpty()
                    && (!parts.matches() || sums.put(parts.group(2), Sha256.ofHex(parts.group(1))) != null)) {
                throw new IllegalArgumentException("line " + number + " of " + NAME + " is not a SHA-256 and a path");
            }
        }
        return sums;
    }
}
