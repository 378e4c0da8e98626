package org.unbroken.transcode.signs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.codec.ShowingOrder;

/**
 * Encoders count pictures in the order of showing (pic_order_cnt), with the same step from each to the next. A longer
 * step while time goes on as usual is a picture that was counted and is not there.
 */
final class PictureOrder {
    static final String RULE = "poc/1";
    private static final int MOST_STEPS = 64;
    private static final int LEAST_STEPS = 16;
    /** Steps that differ more often than once in so many show a picture count of another kind. */
    private static final int RARE = 50;

    private record Step(long at, long micros) {}

    private final ShowingOrder queue = new ShowingOrder();
    private final Map<Long, Places<Step>> steps = new HashMap<>();
    private long lastOrder;
    private long lastTime;
    /** The usual step, found without looking it up. */
    private long knownStep;

    private Places<Step> known = new Places<>();
    private boolean begun;
    private long total;

    /** A picture's place in the order; the order goes on from the one before unless it was ended. */
    void picture(long order, long time) {
        queue.add(order, time);
        if (queue.full()) {
            show();
        }
    }

    /** What follows counts anew. */
    void restart() {
        while (!queue.isEmpty()) {
            show();
        }
        begun = false;
    }

    private void show() {
        long order = queue.firstKey();
        long time = queue.firstValue();
        queue.removeFirst();
        if (begun) {
            long step = order - lastOrder;
            total++;
            if (step == knownStep && known.count() > 0) {
                known.add(new Step(time, time - lastTime));
            } else if (steps.size() < MOST_STEPS || steps.containsKey(step)) {
                known = steps.computeIfAbsent(step, unused -> new Places<>());
                known.add(new Step(time, time - lastTime));
                knownStep = step;
            }
        }
        begun = true;
        lastOrder = order;
        lastTime = time;
    }

    void report(List<Sign> signs) {
        restart();
        long usual = 0;
        Places<Step> most = new Places<>();
        for (Map.Entry<Long, Places<Step>> each : steps.entrySet()) {
            if (each.getValue().count() > most.count()) {
                usual = each.getKey();
                most = each.getValue();
            }
        }
        if (usual <= 0 || most.count() < LEAST_STEPS || (total - most.count()) * RARE > total) {
            return;
        }
        long distance = median(most);
        for (Map.Entry<Long, Places<Step>> each : steps.entrySet()) {
            long step = each.getKey();
            // Where time jumps as far as the count does, the hole is in the timeline and judged there.
            for (Step odd : each.getValue().first()) {
                if (step > usual && odd.micros * 2 * usual < (2 * step - usual) * distance) {
                    signs.add(missing(odd, (step - 1) / usual));
                }
            }
        }
    }

    private static long median(Places<Step> steps) {
        return steps.first().stream()
                .mapToLong(Step::micros)
                .sorted()
                .toArray()[steps.first().size() / 2];
    }

    private static Sign missing(Step odd, long pictures) {
        return new Sign(
                FindingKind.MISSING_FRAMES,
                odd.at,
                0,
                Weight.LIKELY,
                "the encoder counted " + pictures + (pictures == 1 ? " picture" : " pictures")
                        + " before this one that the file does not hold, while its times go on as usual",
                RULE);
    }
}
