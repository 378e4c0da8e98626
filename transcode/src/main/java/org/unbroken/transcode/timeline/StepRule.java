package org.unbroken.transcode.timeline;

import java.util.List;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

/** One odd step in even times: of picture and sound at once it is where two parts meet. */
final class StepRule {
    private static final String RULE = "stts-step/1";

    private StepRule() {}

    static void apply(List<StreamFacts> streams, long origin, FindingList findings) {
        for (StreamFacts stream : streams) {
            for (Span step : stream.clock().steps().odd()) {
                // Longer ones are holes, and judged as such.
                if (step.lengthMicros() > Tolerance.VIDEO_GAP_MICROS) {
                    continue;
                }
                long at = step.atMicros() + stream.shiftMicros();
                boolean company = streams.stream()
                        .filter(other -> other.clock().kind() != stream.clock().kind())
                        .flatMap(other -> other.clock().steps().odd().stream()
                                .map(theirs -> theirs.atMicros() + other.shiftMicros()))
                        .anyMatch(theirs -> Math.abs(theirs - at) <= Tolerance.STEP_APART_MICROS);
                findings.add(
                        FindingKind.TIMING_STEP,
                        stream.info().label(),
                        at - origin,
                        0,
                        company ? Weight.LIKELY : Weight.NOTED,
                        "the times of decoding make a step here that is off by "
                                + Words.seconds(step.lengthMicros()) + " among even ones"
                                + (company ? "; so do those of the other stream: two parts meet here" : ""),
                        RULE);
            }
        }
    }
}
