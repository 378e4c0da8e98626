package org.unbroken.transcode.signs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.codec.H264Slice;

/**
 * H.264 numbers its reference pictures: after one with number n follows n + 1, modulo a power of two, until an IDR
 * picture or an operation 5 begins again with 0 (section 7.4.3, frame_num). Numbers left out are pictures left out.
 *
 * <p>A break counts as certain only when the picture after it goes on from the new number: where it goes on from the
 * old one, a single header was damaged.
 */
final class FrameNumbers {
    static final String RULE = "frame-num/1";
    private static final int UNKNOWN = -1;
    /** A stream that breaks more often than once in so many pictures numbers them in some way of its own. */
    private static final int WILD = 8;

    private static final int WILD_LEAST = 8;
    /** Where the encoder may leave numbers out, so many pictures without a break make one remarkable. */
    private static final int RARE = 50;

    private record Break(long at, int expected, int found, int modulus, boolean confirmed) {
        int missing() {
            return Math.floorMod(found - expected, modulus);
        }

        boolean repeated() {
            return missing() == modulus - 1;
        }
    }

    private record Pending(long at, int previous, int found, boolean reference) {}

    private final Places<Break> breaks = new Places<>();
    private @Nullable H264Slice last;
    private @Nullable Pending pending;
    private int previousReference = UNKNOWN;
    private int modulus = 16;
    private boolean gapsAllowed;
    private long pictures;

    void picture(H264Slice slice, int frameNumBits, boolean mayHaveGaps, long time) {
        H264Slice before = last;
        last = slice;
        if (before != null && secondField(before, slice)) {
            settle(slice);
            return;
        }
        pictures++;
        gapsAllowed |= mayHaveGaps;
        int found = slice.frameNum();
        if (slice.idr()) {
            unconfirmed();
        } else if (previousReference != UNKNOWN) {
            modulus = 1 << frameNumBits;
            compare(slice, found, time);
        }
        settle(slice);
    }

    private void compare(H264Slice slice, int found, long time) {
        Pending open = pending;
        if (open != null) {
            pending = null;
            int goesOn = open.reference ? next(open.found) : open.found;
            int asBefore = open.reference ? next(next(open.previous)) : next(open.previous);
            if (found == goesOn || found == asBefore) {
                if (found == goesOn) {
                    breaks.add(new Break(open.at, next(open.previous), open.found, modulus, true));
                }
                previousReference = Math.floorMod(found - 1, modulus);
                return;
            }
            breaks.add(new Break(open.at, next(open.previous), open.found, modulus, false));
        }
        if (found != next(previousReference)) {
            pending = new Pending(time, previousReference, found, slice.reference());
        }
    }

    private void settle(H264Slice slice) {
        if (slice.forgets() || (slice.idr() && slice.reference())) {
            previousReference = slice.forgets() ? 0 : slice.frameNum();
        } else if (slice.reference()) {
            previousReference = slice.frameNum();
        }
    }

    private void unconfirmed() {
        Pending open = pending;
        if (open != null) {
            pending = null;
            breaks.add(new Break(open.at, next(open.previous), open.found, modulus, false));
        }
    }

    private int next(int number) {
        return (number + 1) & (modulus - 1);
    }

    private static boolean secondField(H264Slice first, H264Slice second) {
        return first.field()
                && second.field()
                && first.bottom() != second.bottom()
                && first.frameNum() == second.frameNum()
                && !second.idr();
    }

    void report(List<Sign> signs) {
        unconfirmed();
        if (breaks.count() == 0) {
            return;
        }
        Break first = breaks.first().get(0);
        if (breaks.count() > WILD_LEAST && breaks.count() * WILD > pictures) {
            signs.add(new Sign(
                    FindingKind.MISSING_FRAMES,
                    first.at,
                    0,
                    Weight.NOTED,
                    "at " + breaks.count() + " of " + pictures
                            + " pictures the encoder's numbers do not go up as the standard has it: not judged",
                    RULE));
            return;
        }
        boolean usual = gapsAllowed && breaks.count() * RARE > pictures;
        for (Break each : breaks.first()) {
            boolean sure = each.confirmed && !gapsAllowed && !each.repeated();
            Weight weight = sure ? Weight.CERTAIN : usual ? Weight.NOTED : Weight.LIKELY;
            signs.add(new Sign(FindingKind.MISSING_FRAMES, each.at, 0, weight, detail(each), RULE));
            if (usual) {
                return;
            }
        }
    }

    private String detail(Break at) {
        String numbers = "the encoder numbered this picture " + at.found + " where " + at.expected + " follows: ";
        if (at.repeated()) {
            return numbers + "a picture comes twice, or coded reference pictures are missing before it";
        }
        String what = "at least " + at.missing() + " coded reference "
                + (at.missing() == 1 ? "picture is" : "pictures are") + " missing before it";
        if (gapsAllowed) {
            return numbers + what + ", if the encoder did not leave out numbers, as it may";
        }
        return numbers + what + (at.confirmed ? "" : ", or its header is damaged");
    }
}
