package org.unbroken.transcode.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.Weight;

/** Recorded samples that an edit list keeps from being shown. */
final class HiddenRule {
    private static final String RULE = "edit-list/1";

    private HiddenRule() {}

    static void apply(List<StreamFacts> streams, long origin, FindingList findings) {
        for (StreamFacts stream : streams) {
            @Nullable HiddenMedia hidden = stream.hidden();
            if (hidden == null || !stream.clock().timed()) {
                continue;
            }
            String label = stream.info().label();
            if (hidden.beforeMicros() > allowance(stream)) {
                findings.add(
                        FindingKind.HIDDEN_MEDIA,
                        label,
                        Math.max(0, stream.first() - origin),
                        hidden.beforeMicros(),
                        Weight.CERTAIN,
                        "the edit list skips " + Words.seconds(hidden.beforeMicros())
                                + " of recorded samples at the beginning",
                        RULE);
            }
            if (hidden.afterMicros() > Tolerance.HIDDEN_END_MICROS) {
                findings.add(
                        FindingKind.HIDDEN_MEDIA,
                        label,
                        stream.end() - origin - hidden.afterMicros(),
                        hidden.afterMicros(),
                        Weight.CERTAIN,
                        "the edit list ends " + Words.seconds(hidden.afterMicros()) + " before the recorded samples do",
                        RULE);
            }
            if (hidden.edits() > 1) {
                findings.add(
                        FindingKind.HIDDEN_MEDIA,
                        label,
                        0,
                        0,
                        Weight.LIKELY,
                        "the edit list plays " + hidden.edits() + " separate stretches of the recorded samples",
                        RULE);
            }
        }
    }

    private static long allowance(StreamFacts stream) {
        if (stream.info().kind() == StreamKind.AUDIO && stream.info().sampleRate() > 0) {
            return Tolerance.HIDDEN_AUDIO_SAMPLES * 1_000_000 / stream.info().sampleRate();
        }
        return Tolerance.HIDDEN_VIDEO_MICROS;
    }
}
