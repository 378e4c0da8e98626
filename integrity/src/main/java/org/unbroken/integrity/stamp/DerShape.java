package org.unbroken.integrity.stamp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * Bounds what is given to the ASN.1 parser, which takes memory and stack by what the bytes say.
 *
 * <pre>
 * element  tag  length                       contents
 *          1+   1, or 1 + n (n = 1 to 4)     elements again, where bit 6 of the tag is set
 * </pre>
 *
 * Lengths are definite (X.690 section 10.1): every element ends within the one it is in.
 */
final class DerShape {
    private static final int DEEPEST = 48;
    private static final int MOST_ELEMENTS = 50_000;

    private final byte[] bytes;
    private final int mostElements;
    private int at;

    private DerShape(byte[] bytes, int mostElements) {
        this.bytes = bytes;
        this.mostElements = mostElements;
    }

    /** One element and nothing behind it. */
    static ASN1Primitive parse(byte[] bytes, int limitBytes, String what) {
        return parse(bytes, limitBytes, MOST_ELEMENTS, what);
    }

    /** As the other, of what has more parts than usual. */
    static ASN1Primitive parse(byte[] bytes, int limitBytes, int mostElements, String what) {
        if (bytes.length == 0 || bytes.length > limitBytes) {
            throw new StampException(what + " has " + bytes.length + " bytes; 1 to " + limitBytes + " are read as one");
        }
        new DerShape(bytes, mostElements).check(what);
        try {
            return ASN1Primitive.fromByteArray(bytes);
        } catch (IOException | RuntimeException e) {
            throw new StampException(what + " is not DER: " + e.getMessage(), e);
        }
    }

    private void check(String what) {
        Deque<Integer> ends = new ArrayDeque<>();
        ends.push(bytes.length);
        int elements = 0;
        while (!ends.isEmpty()) {
            int end = ends.peek();
            if (at == end) {
                ends.pop();
                continue;
            }
            if (++elements > mostElements || (elements > 1 && ends.size() == 1)) {
                throw new StampException(what + " is not one DER element of at most " + mostElements + " parts");
            }
            boolean constructed = (next(end, what) & 0x20) != 0;
            if ((bytes[at - 1] & 0x1f) == 0x1f) {
                while ((next(end, what) & 0x80) != 0) {
                    // The rest of a tag in several bytes.
                }
            }
            int length = length(end, what);
            if (length > end - at) {
                throw new StampException(what + " is cut short, or has a wrong length at byte " + at);
            }
            if (!constructed) {
                at += length;
            } else if (ends.size() > DEEPEST) {
                throw new StampException(what + " is nested deeper than " + DEEPEST);
            } else {
                ends.push(at + length);
            }
        }
    }

    private int length(int end, String what) {
        int first = next(end, what);
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7f;
        if (count == 0 || count > 4) {
            throw new StampException(what + " has a length that DER does not have, at byte " + at);
        }
        long length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << 8) | next(end, what);
        }
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    private int next(int end, String what) {
        if (at >= end) {
            throw new StampException(what + " is cut short at byte " + at);
        }
        return bytes[at++] & 0xff;
    }
}
