package org.unbroken.storage.packs;

import java.util.Optional;
import java.util.regex.Pattern;

/** Packs are named like the segments they belong to: the first entry's index in 20 digits. */
final class PackName {
    static final String FORGOTTEN = "forgotten";

    private static final Pattern FORM = Pattern.compile("[0-9]{20}");

    private PackName() {}

    static String of(long first) {
        if (first < 0) {
            throw new IllegalArgumentException("negative: " + first);
        }
        return String.format("%020d", first);
    }

    static Optional<Long> parse(String name) {
        try {
            return FORM.matcher(name).matches() ? Optional.of(Long.parseLong(name)) : Optional.empty();
        } catch (NumberFormatException beyondAnyLog) {
            return Optional.empty();
        }
    }

    /** A note that cannot be read is as good as none: disposals are carried out again, which changes nothing. */
    static long noted(byte[] text) {
        return parse(new String(text, java.nio.charset.StandardCharsets.US_ASCII))
                .orElse(0L);
    }
}
