package org.unbroken.ingest.console.verify;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.VerificationReport;

/** One re-reading of one recording: running, or done with a result. */
public final class Verification {
    private static final String CANCELLED = "cancelled";

    private final String id;
    private final RecordingId recording;
    private final String actor;
    private final Instant startedAt;
    private final long bytesTotal;
    private volatile long bytesDone;
    private volatile boolean begun;
    private volatile boolean cancelled;
    private volatile @Nullable Ended ended;

    Verification(String id, RecordingId recording, String actor, Instant startedAt, long bytesTotal) {
        this.id = id;
        this.recording = recording;
        this.actor = actor;
        this.startedAt = startedAt;
        this.bytesTotal = bytesTotal;
    }

    /**
     * How it ended.
     *
     * @param report empty when it could not be carried out
     * @param trouble why it could not be carried out, or not be entered in the log
     * @param entry the index of its entry in the log
     */
    record Ended(Instant at, Optional<VerificationReport> report, Optional<String> trouble, OptionalLong entry) {
        static Ended cancelled(Instant at) {
            return new Ended(at, Optional.empty(), Optional.of(CANCELLED), OptionalLong.empty());
        }

        /** {@code failed}: it could not be carried out, which says nothing about the recording. */
        String verdict() {
            return report.map(found -> found.verdict().wire())
                    .orElse(trouble.equals(Optional.of(CANCELLED)) ? CANCELLED : "failed");
        }
    }

    public String id() {
        return id;
    }

    public RecordingId recording() {
        return recording;
    }

    public String actor() {
        return actor;
    }

    public boolean isRunning() {
        return ended == null;
    }

    public Optional<VerificationReport> report() {
        Ended end = ended;
        return end == null ? Optional.empty() : end.report();
    }

    /** Called as bytes are read: the place at which a cancelled one ends. */
    void progressed(long bytes) {
        bytesDone = bytes;
        if (cancelled) {
            throw new CancelledException();
        }
    }

    /** Whether it is to be carried out at all. */
    boolean begin() {
        begun = true;
        return !cancelled;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** One that waits ends when it is its turn to begin, one that reads with its next piece; one that is done stays so. */
    void cancel() {
        cancelled = true;
    }

    void end(Ended result) {
        ended = result;
    }

    /** As {@code …/verify} writes it. */
    public JsonObject toJson() {
        Ended end = ended;
        JsonObject.Builder json = JsonObject.builder();
        if (end != null) {
            end.report().ifPresent(report -> json.putAll(report.toJson().members()));
            json.put("verdict", end.verdict()).put("finished_at", Timestamps.format(end.at()));
            json.putIfPresent("trouble", end.trouble());
            end.entry().ifPresent(index -> json.put("entry", index));
        }
        return json.put("job", id)
                .put("recording", recording.value())
                .put("actor", actor)
                .put("state", end == null ? "running" : "done")
                .put("started_at", Timestamps.format(startedAt))
                .put("url", "/api/recordings/" + recording + "/verify/" + id)
                .put("waiting", end == null && !begun)
                .put("bytes_done", bytesDone)
                .put("bytes_total", bytesTotal)
                .build();
    }
}
