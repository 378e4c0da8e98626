package org.unbroken.ingest.console.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of a file, RFC 9110 section 14. One range is answered; several at once, other units and what does not parse get
 * the whole file, as section 14.2 allows.
 */
public record ByteRange(long offset, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    public ByteRange {
        if (offset < 0 || length < 1) {
            throw new IllegalArgumentException("range from " + offset + " of " + length + " bytes");
        }
    }

    /**
     * Reads a {@code Range} header against a file of this size.
     *
     * @return empty: send the whole file
     * @throws ProblemException 416, when the file has none of those bytes
     */
    public static Optional<ByteRange> of(String header, long size) {
        Matcher parts = ONE.matcher(header.replace(" ", ""));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String first = parts.group(1);
        String last = parts.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(last), size));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        if (!last.isEmpty() && Long.parseLong(last) < from) {
            return Optional.empty();
        }
        if (from >= size) {
            throw Problem.unsatisfiableRange(size).exception();
        }
        return Optional.of(new ByteRange(from, to - from + 1));
    }

    private static ByteRange suffix(long length, long size) {
        if (length == 0 || size == 0) {
            throw Problem.unsatisfiableRange(size).exception();
        }
        long taken = Math.min(length, size);
        return new ByteRange(size - taken, taken);
    }

    public String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
