package org.unbroken.transcode.timeline;

import java.util.List;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

/** Time that runs backward, lies over itself, or comes twice. */
final class OrderRule {
    private OrderRule() {}

    static void apply(List<StreamFacts> streams, long origin, FindingList findings) {
        for (StreamFacts stream : streams) {
            String label = stream.info().label();
            long shift = stream.shiftMicros() - origin;
            for (Span span : stream.clock().backward().spans()) {
                findings.add(
                        FindingKind.BACKWARD,
                        label,
                        Math.max(0, span.atMicros() + shift),
                        span.lengthMicros(),
                        Weight.CERTAIN,
                        "the stream's clock jumps back by " + Words.seconds(span.lengthMicros()),
                        "backward/1");
            }
            for (Span span : stream.clock().overlaps().spans()) {
                findings.add(
                        FindingKind.OVERLAP,
                        label,
                        span.atMicros() + shift,
                        span.lengthMicros(),
                        Weight.LIKELY,
                        "sound begins " + Words.seconds(span.lengthMicros()) + " before what precedes it ends",
                        "overlap/1");
            }
            List<Span> twice = stream.clock().duplicates().spans();
            if (!twice.isEmpty()) {
                long count = twice.size() + stream.clock().duplicates().more();
                findings.add(
                        FindingKind.DUPLICATE,
                        label,
                        twice.get(0).atMicros() + shift,
                        0,
                        Weight.NOTED,
                        count + " packets have time and size of the packet before; the first is here",
                        "duplicate/1");
            }
        }
    }
}
