package org.unbroken.transcode.container;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.signs.Sign;

/**
 * The numbers of a fragmented file's fragments (ISO/IEC 14496-12 sections 8.8.5 and 8.8.12):
 *
 * <pre>
 * moof ( | 16 | mfhd | version, flags | sequence number u32 | , traf ( tfhd ( flags, track u32 … ), tfdt ( time u32 or u64 ) … ) … )
 * </pre>
 *
 * Writers number them one by one, or in equal steps where they write several files; the step of nearly all is the rule.
 */
public final class FragmentNumbers {
    static final int HEAD_BYTES = 160;
    private static final String RULE = "fragments/1";
    private static final int MOST_BREAKS = 200;
    private static final int MOST_STEPS = 64;
    private static final int LEAST_STEPS = 3;
    /** More breaks than one in so many steps show numbers that follow no rule. */
    private static final int RARE = 4;

    private record Break(long step, long track, long ticks, long before, long now) {}

    private final Map<Long, Long> steps = new TreeMap<>();
    private final Map<Long, List<Break>> places = new HashMap<>();
    private long last = -1;
    private long count;

    /** The beginning of a moof box's body. */
    void fragment(ByteBuffer head) {
        if (head.remaining() < 16 || head.getInt(4) != 0x6d666864) {
            return;
        }
        long number = head.getInt(12) & 0xffffffffL;
        if (last >= 0) {
            long step = number - last;
            count++;
            if (steps.size() < MOST_STEPS || steps.containsKey(step)) {
                steps.merge(step, 1L, Long::sum);
                List<Break> known = places.computeIfAbsent(step, unused -> new ArrayList<>());
                if (known.size() < MOST_BREAKS) {
                    known.add(place(head, step, number));
                }
            }
        }
        last = number;
    }

    /** The first track's time, if it lies within what was read. */
    private Break place(ByteBuffer head, long step, long number) {
        long track = 0;
        long ticks = 0;
        int at = 16 + 8;
        while (at + 16 <= head.limit()) {
            int size = head.getInt(at);
            int type = head.getInt(at + 4);
            if (type == 0x74666864) {
                track = head.getInt(at + 12) & 0xffffffffL;
            } else if (type == 0x74666474) {
                ticks = head.get(at + 8) == 1 && at + 20 <= head.limit()
                        ? head.getLong(at + 12)
                        : head.getInt(at + 12) & 0xffffffffL;
                break;
            }
            if (size < 8 || size > HEAD_BYTES) {
                break;
            }
            at += size;
        }
        return new Break(step, track, Math.max(0, ticks), last, number);
    }

    /** Breaks that a track's first fragment after them belongs to. */
    List<Sign> signs(long track, long timeScale) {
        long usual = 1;
        long most = 0;
        for (Map.Entry<Long, Long> step : steps.entrySet()) {
            if (step.getValue() > most) {
                usual = step.getKey();
                most = step.getValue();
            }
        }
        List<Sign> signs = new ArrayList<>();
        if (count < LEAST_STEPS || (count - most) * RARE > count) {
            return signs;
        }
        for (Map.Entry<Long, List<Break>> step : places.entrySet()) {
            for (Break each : step.getKey() == usual ? List.<Break>of() : step.getValue()) {
                if (each.track == track) {
                    signs.add(sign(each, usual, timeScale));
                }
            }
        }
        return signs;
    }

    private static Sign sign(Break at, long usual, long timeScale) {
        return new Sign(
                FindingKind.MISSING_FRAGMENTS,
                IsoBoxes.micros(at.ticks, timeScale),
                0,
                Weight.LIKELY,
                "the writer numbered this fragment " + at.now + " after " + at.before + ", where " + (at.before + usual)
                        + (at.step > usual
                                ? " follows: fragments are missing before it"
                                : " follows: something was joined or put in here"),
                RULE);
    }
}
