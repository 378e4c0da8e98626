package org.unbroken.transcode.timeline;

import java.util.List;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.Weight;

/**
 * Weighs the holes in one stream by what the others did at that time. That pictures and sound both stop is certain
 * missing time; one stream alone may have its own reason.
 */
final class HoleRule {
    private static final String RULE = "hole/1";

    private HoleRule() {}

    static void apply(List<StreamFacts> streams, long origin, FindingList findings) {
        for (StreamFacts stream : streams) {
            for (Span own : stream.clock().holes().spans()) {
                Span hole = new Span(own.atMicros() + stream.shiftMicros(), own.lengthMicros());
                if (stream.info().kind() == StreamKind.VIDEO && stillUsual(stream, hole)) {
                    continue;
                }
                Company company = company(stream, streams, hole);
                Weight weight = weight(stream, hole, company);
                findings.add(
                        FindingKind.GAP,
                        stream.info().label(),
                        hole.atMicros() - origin,
                        hole.lengthMicros(),
                        weight,
                        detail(stream, hole, company),
                        RULE);
            }
        }
    }

    /** Early in a file the usual distance was not yet known. */
    private static boolean stillUsual(StreamFacts stream, Span hole) {
        long usual = stream.clock().usualDistance();
        return hole.lengthMicros() + usual <= Tolerance.VIDEO_GAP_FRAMES * usual;
    }

    private enum Company {
        /** No other stream reaches over this time. */
        NONE,
        /** Another stream goes on. */
        GOES_ON,
        /** Another stream stops as well. */
        STOPS
    }

    private static Company company(StreamFacts holed, List<StreamFacts> streams, Span hole) {
        Company company = Company.NONE;
        for (StreamFacts other : streams) {
            if (other.info().index() == holed.info().index() || !other.clock().timed()) {
                continue;
            }
            boolean stops = other.clock().holes().spans().stream()
                    .map(span -> new Span(span.atMicros() + other.shiftMicros(), span.lengthMicros()))
                    .anyMatch(hole::coincides);
            if (stops) {
                return Company.STOPS;
            }
            if (other.first() <= hole.atMicros() && other.end() >= hole.end()) {
                company = Company.GOES_ON;
            }
        }
        return company;
    }

    private static Weight weight(StreamFacts stream, Span hole, Company company) {
        if (company == Company.STOPS) {
            return Weight.CERTAIN;
        }
        if (stream.info().kind() == StreamKind.AUDIO) {
            return stream.sparseSound() && company == Company.GOES_ON ? Weight.NOTED : Weight.LIKELY;
        }
        boolean ordinary = stream.clock().varies()
                && (hole.lengthMicros() <= Tolerance.VARIABLE_GAP_MICROS
                        || hole.lengthMicros()
                                <= Tolerance.VARIABLE_GAP_FRAMES
                                        * stream.clock().usualDistance());
        return ordinary ? Weight.NOTED : Weight.LIKELY;
    }

    private static String detail(StreamFacts stream, Span hole, Company company) {
        String what = stream.info().kind() == StreamKind.VIDEO ? "no picture" : "no sound";
        String others =
                switch (company) {
                    case NONE -> "";
                    case GOES_ON -> "; another stream goes on meanwhile";
                    case STOPS -> "; nothing else was recorded at that time either";
                };
        String pace = stream.clock().varies() ? "; this stream's frames come at uneven times anyway" : "";
        return what + " for " + Words.seconds(hole.lengthMicros()) + others + pace;
    }
}
