package org.unbroken.integrity.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.digest.Sha256;

/** A manifest of a bag, RFC 8493 section 2.1.3: {@code digest, two blanks, path} a line. */
final class BagManifest {
    static final int MAX_BYTES = 32 << 20;

    private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{64})[ \t]+\\*?(.+)");

    private final SortedMap<String, Sha256> digests;

    private BagManifest(SortedMap<String, Sha256> digests) {
        this.digests = Collections.unmodifiableSortedMap(digests);
    }

    SortedMap<String, Sha256> digests() {
        return digests;
    }

    static String text(String path, byte[] bytes) throws BundleException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BundleException(path + " is not UTF-8", e);
        }
    }

    static BagManifest parse(String path, byte[] bytes) throws BundleException {
        SortedMap<String, Sha256> digests = new TreeMap<>();
        StringBuilder spelled = new StringBuilder();
        int number = 0;
        for (String line : text(path, bytes).split("\r\n|\n|\r", -1)) {
            number++;
            if (line.isEmpty()) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new BundleException(
                        "line " + number + " of " + path + " is not a SHA-256 and a path: " + Shown.text(line));
            }
            String name = BagPath.require(parts.group(2));
            Sha256 digest = Sha256.ofHex(parts.group(1).toLowerCase(java.util.Locale.ROOT));
            spelled.append(digest).append("  ").append(name).append('\n');
            if (digests.put(name, digest) != null) {
                throw new BundleException(path + " lists " + name + " twice");
            }
        }
        // RFC 8493 leaves some freedom; of what we write no byte may change unseen, and the second list is in no other.
        if (!spelled.toString().equals(text(path, bytes))) {
            throw new BundleException(path + " is spelled in another way than a bundle's lists are");
        }
        return new BagManifest(digests);
    }
}
