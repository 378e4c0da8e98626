package org.unbroken.storage.rules.deadline;

import java.time.Instant;
import java.util.Optional;
import org.unbroken.storage.rules.Said;

/**
 * The moment a deadline is counted from, told or assumed. What stands in for a moment that nobody told is the earliest that
 * it can have been, where there is one: a duty is rather called late too soon than never.
 */
record Moments(RecordingFacts facts) {
    private static final Said AS_RECORDED = new Said(
            "无人登记，按录制完成的时间计（不会更早）",
            "nobody told it: taken as when the recording was made, before which it cannot have been");
    private static final Said AS_STORED =
            new Said("摄像设备未报时间，按收到的时间计", "the camera told no time: taken as when the recording arrived");

    Optional<Basis> find(CountedFrom from) {
        return switch (from) {
            case RECORDING -> recording();
            case DAY_END -> told(from, facts.dayEnded()).or(() -> asRecorded(from));
            case RETURN -> told(from, facts.returned()).or(() -> asRecorded(from));
            case STORAGE -> told(from, facts.stored());
            case CLOSING -> told(from, facts.caseFacts().closed());
            case ACT_END -> told(from, facts.caseFacts().actEnded());
            case DECISION -> told(from, facts.caseFacts().decided());
            case START -> told(from, facts.caseFacts().started());
            case UPLOAD_DUE -> Optional.empty();
        };
    }

    private Optional<Basis> recording() {
        return told(CountedFrom.RECORDING, facts.recorded())
                .or(() -> facts.stored().map(at -> new Basis(CountedFrom.RECORDING, at, Optional.of(AS_STORED))));
    }

    private Optional<Basis> asRecorded(CountedFrom from) {
        return recording()
                .map(basis ->
                        new Basis(from, basis.at(), Optional.of(basis.assumed().orElse(AS_RECORDED))));
    }

    private static Optional<Basis> told(CountedFrom from, Optional<Instant> at) {
        return at.map(moment -> Basis.told(from, moment));
    }
}
