package org.unbroken.storage.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * A paper's times and the start and end of its footage (B10: 时间应当与录音录像资料反映的起止时间一致). Papers are written to the
 * minute, so the two agree where they are at most a minute apart once both are cut to the minute.
 *
 * @param recordings what it was compared with: those that it names, else those of its step, else all of the case
 * @param start the earliest start of these, in true time
 */
public record PaperCheck(
        CasePaper paper, State state, List<RecordingId> recordings, Optional<Instant> start, Optional<Instant> end) {
    private static final long TOLERANCE_MINUTES = 1;

    public enum State {
        AGREES,
        DIFFERS,
        /** There is no footage, or none whose camera told a time that can be believed. */
        NO_FOOTAGE;

        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public PaperCheck {
        recordings = List.copyOf(recordings);
    }

    public static PaperCheck of(CasePaper paper, List<CaseFootage> footage) {
        List<CaseFootage> compared = footage.stream()
                .filter(recording -> isOf(paper, recording))
                .filter(recording ->
                        recording.start().isPresent() && recording.end().isPresent())
                .toList();
        Optional<Instant> start = compared.stream()
                .flatMap(recording -> recording.start().stream())
                .min(Instant::compareTo);
        Optional<Instant> end =
                compared.stream().flatMap(recording -> recording.end().stream()).max(Instant::compareTo);
        State state = State.NO_FOOTAGE;
        if (start.isPresent() && end.isPresent()) {
            state = isNear(paper.start(), start.get()) && isNear(paper.end(), end.get()) ? State.AGREES : State.DIFFERS;
        }
        return new PaperCheck(
                paper, state, compared.stream().map(CaseFootage::id).toList(), start, end);
    }

    private static boolean isOf(CasePaper paper, CaseFootage recording) {
        if (!paper.recordings().isEmpty()) {
            return paper.recordings().contains(recording.id());
        }
        return paper.step().isEmpty()
                || recording.shows(paper.step().get(), paper.step().get());
    }

    private static boolean isNear(Instant written, Instant recorded) {
        long apart = Math.floorDiv(written.getEpochSecond(), 60) - Math.floorDiv(recorded.getEpochSecond(), 60);
        return Math.abs(apart) <= TOLERANCE_MINUTES;
    }

    /** Positive where the footage is later. */
    private static long seconds(Instant written, Instant recorded) {
        return Duration.between(written, recorded).toSeconds();
    }

    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("paper", paper.json())
                .put("state", state.wire())
                .put(
                        "recordings",
                        JsonArray.ofStrings(
                                recordings.stream().map(RecordingId::value).toList()))
                .putIfPresent("footage_start", start.map(Timestamps::format))
                .putIfPresent("footage_end", end.map(Timestamps::format));
        start.ifPresent(at -> json.put("start_apart_s", seconds(paper.start(), at)));
        end.ifPresent(at -> json.put("end_apart_s", seconds(paper.end(), at)));
        return json.build();
    }
}
