package org.unbroken.transcode.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.signs.Sign;

/** Puts the signs that streams' coding shows into the file's time. */
final class SignRule {
    private SignRule() {}

    static void apply(List<StreamFacts> streams, long origin, FindingList findings) {
        for (StreamFacts stream : streams) {
            @Nullable List<Sign> signs = stream.signs();
            if (signs == null) {
                continue;
            }
            for (Sign sign : signs) {
                findings.add(
                        sign.kind(),
                        stream.info().label(),
                        sign.atMicros() + stream.shiftMicros() - origin,
                        sign.lengthMicros(),
                        sign.weight(),
                        sign.detail(),
                        sign.rule());
            }
        }
    }

    /** Whether any stream is coded in a way that the rules know. */
    static boolean applies(List<StreamFacts> streams) {
        return streams.stream().anyMatch(stream -> stream.signs() != null);
    }
}
