package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;

/**
 * Finds the NAL units in one packet of H.264 or HEVC, in either of the two ways of putting them there:
 *
 * <pre>
 * ISO/IEC 14496-15     | length u8…u32 | unit … | length | unit … |
 * Annex B              | [00] 00 00 01 | unit … | [00] 00 00 01 | unit … |
 * </pre>
 *
 * A visitor that has seen enough stops the search, so that of a picture only the beginning is ever looked at.
 */
public final class NalUnits {
    /** A picture has at most some hundred slices, and some units of side information before them. */
    private static final int MOST_UNITS = 1024;
    /** Of units in front of the first slice: side information beyond this is not searched for start codes. */
    private static final int MOST_SEARCHED = 4 << 20;

    /** The header of a slice, with all lists that it may hold, is shorter. */
    private static final int SLICE_BYTES = 768;

    /** Looks at a unit that lies from there to there in the buffer; answers whether to go on. */
    public interface Visitor {
        boolean unit(ByteBuffer bytes, int from, int end);
    }

    private NalUnits() {}

    /**
     * Visits the units up to the first slice and, if the visitor still goes on, those after it.
     *
     * @param lengthBytes 1 to 4, or 0 for Annex B
     */
    public static void visit(ByteBuffer packet, int lengthBytes, NalSyntax syntax, Visitor visitor) {
        if (lengthBytes == 0) {
            annexB(packet, syntax, visitor);
        } else {
            lengthPrefixed(packet, lengthBytes, visitor);
        }
    }

    /**
     * How much of a packet with lengths must be at hand so that a visit sees every unit before the first slice whole, and
     * that slice's header.
     *
     * @param head as much of the packet as is at hand
     */
    public static int needed(ByteBuffer head, int size, int lengthBytes, NalSyntax syntax) {
        long at = 0;
        for (int units = 0; units < MOST_UNITS && at + lengthBytes < size; units++) {
            if (at + lengthBytes >= head.remaining()) {
                return (int) Math.min(size, at + SLICE_BYTES);
            }
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = (length << 8) | (head.get(head.position() + (int) at + i) & 0xff);
            }
            at += lengthBytes;
            if (length > 0 && syntax.slice(head.get(head.position() + (int) at) & 0xff)) {
                return (int) Math.min(size, at + Math.min(length, SLICE_BYTES));
            }
            at += length;
        }
        return (int) Math.min(size, at);
    }

    private static void lengthPrefixed(ByteBuffer packet, int lengthBytes, Visitor visitor) {
        int at = packet.position();
        int limit = packet.limit();
        for (int units = 0; units < MOST_UNITS && limit - at > lengthBytes; units++) {
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = (length << 8) | (packet.get(at + i) & 0xff);
            }
            at += lengthBytes;
            // A unit that is cut off still has its beginning.
            int end = (int) Math.min(limit, at + length);
            if (end > at && !visitor.unit(packet, at, end)) {
                return;
            }
            if (at + length > limit) {
                return;
            }
            at = end;
        }
    }

    private static void annexB(ByteBuffer packet, NalSyntax syntax, Visitor visitor) {
        int limit = packet.limit();
        int searched = Math.min(limit, packet.position() + MOST_SEARCHED);
        int start = next(packet, packet.position(), searched);
        for (int units = 0; units < MOST_UNITS && start < searched; units++) {
            // A slice's end is of no interest, and looking for it would read the whole picture.
            boolean slice = syntax.slice(packet.get(start) & 0xff);
            int end = slice ? limit : next(packet, start, searched);
            boolean last = end >= searched;
            int stop = last ? limit : end - 3;
            while (stop > start && packet.get(stop - 1) == 0) {
                stop--;
            }
            if (stop > start && !visitor.unit(packet, start, stop)) {
                return;
            }
            start = slice ? next(packet, start, searched) : end;
        }
    }

    /** The place after the next start code; the limit where there is none. */
    private static int next(ByteBuffer bytes, int from, int limit) {
        int at = from;
        while (at + 3 < limit) {
            int third = bytes.get(at + 2);
            if (third > 1 || third < 0) {
                at += 3;
            } else if (third == 1 && bytes.get(at) == 0 && bytes.get(at + 1) == 0) {
                return at + 3;
            } else {
                at++;
            }
        }
        return limit;
    }
}
