package org.unbroken.transcode.timeline;

import java.util.List;
import java.util.Optional;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.Weight;

/** Sound and picture that begin or end apart. Late sound is normal where a camera keeps a silent pre-event buffer. */
final class EndsRule {
    private static final String RULE = "ends/1";

    private EndsRule() {}

    static void apply(List<StreamFacts> streams, long origin, FindingList findings) {
        Optional<StreamFacts> picture = first(streams, StreamKind.VIDEO);
        Optional<StreamFacts> sound = first(streams, StreamKind.AUDIO);
        if (picture.isEmpty() || sound.isEmpty()) {
            return;
        }
        long late = sound.get().first() - picture.get().first();
        if (Math.abs(late) > Tolerance.ENDS_MICROS) {
            findings.add(
                    FindingKind.UNEVEN_ENDS,
                    sound.get().info().label(),
                    Math.min(sound.get().first(), picture.get().first()) - origin,
                    Math.abs(late),
                    Weight.NOTED,
                    "sound begins " + Words.seconds(Math.abs(late)) + (late > 0 ? " after" : " before")
                            + " the picture",
                    RULE);
        }
        long early = picture.get().end() - sound.get().end();
        if (Math.abs(early) > Tolerance.ENDS_MICROS) {
            findings.add(
                    FindingKind.UNEVEN_ENDS,
                    sound.get().info().label(),
                    Math.min(sound.get().end(), picture.get().end()) - origin,
                    Math.abs(early),
                    Weight.NOTED,
                    "sound ends " + Words.seconds(Math.abs(early)) + (early > 0 ? " before" : " after")
                            + " the picture",
                    RULE);
        }
    }

    private static Optional<StreamFacts> first(List<StreamFacts> streams, StreamKind kind) {
        return streams.stream()
                .filter(stream -> stream.info().kind() == kind && stream.clock().timed())
                .findFirst();
    }
}
