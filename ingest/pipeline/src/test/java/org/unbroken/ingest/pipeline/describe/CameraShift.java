package org.unbroken.ingest.pipeline.describe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.Continuity;
import org.unbroken.transcode.DescriptionState;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.MediaMetadata;
import org.unbroken.transcode.StreamInfo;
import org.unbroken.transcode.StreamKind;

/** A camera's recordings for tests: each differs from a plain one in what the test is about. */
final class CameraShift {
    static final long SECOND = 1_000_000;
    static final long HOUR = 3600 * SECOND;
    static final long DAY = 24 * HOUR;
    static final long MORNING = micros("2026-11-20T08:00:00Z");

    private final List<TakeFacts> files = new ArrayList<>();

    static CameraShift of(Collection<TakeFacts> files) {
        CameraShift shift = new CameraShift();
        shift.files.addAll(files);
        return shift;
    }

    static long micros(String time) {
        return Instant.parse(time).getEpochSecond() * SECOND;
    }

    /** Seconds count from the shift's beginning. */
    static TakeFacts file(String id, long sequence, long startSecond, long endSecond) {
        return facts(new Take(id, sequence, MORNING + startSecond * SECOND, MORNING + endSecond * SECOND));
    }

    static TakeFacts facts(Take take) {
        return new TakeFacts(take, Inspected.UNKNOWN, Inspected.UNKNOWN, Inspected.UNKNOWN, "", Inspected.UNKNOWN, "");
    }

    static TakeFacts at(TakeFacts file, String start, long seconds) {
        Take take = new Take(file.recording(), file.sequence(), micros(start), micros(start) + seconds * SECOND);
        return new TakeFacts(
                take,
                file.offsetMicros(),
                file.readMicros(),
                file.receivedMicros(),
                file.sha256(),
                file.size(),
                file.structure());
    }

    static TakeFacts withBytes(TakeFacts file, String sha256) {
        return new TakeFacts(
                file.take(),
                file.offsetMicros(),
                file.readMicros(),
                file.receivedMicros(),
                sha256,
                file.size(),
                file.structure());
    }

    /** Docked at this time of the server's clock, which the camera's was ahead of by so much. */
    static TakeFacts docked(TakeFacts file, String at, long offsetMicros) {
        return new TakeFacts(
                file.take(),
                offsetMicros,
                micros(at),
                micros(at) + 30 * SECOND,
                file.sha256(),
                file.size(),
                file.structure());
    }

    static TakeFacts built(TakeFacts file, Inspection inspection) {
        return new TakeFacts(
                file.take(),
                file.offsetMicros(),
                file.readMicros(),
                file.receivedMicros(),
                file.sha256(),
                file.size(),
                Structure.of(inspection.toJson()).text());
    }

    static Arrival arrival(TakeFacts file, Inspection inspection) {
        return new Arrival(
                new Inspected(
                        "camera",
                        file.take(),
                        "00",
                        file.offsetMicros(),
                        inspection.toJson().text()),
                file.readMicros(),
                file.receivedMicros(),
                file.sha256(),
                file.size());
    }

    /** As a camera that writes this tag builds its files. */
    static Inspection video(String software, int width, String rate) {
        MediaMetadata metadata = MediaMetadata.parse(JsonObject.builder()
                .put("container", "mov,mp4")
                .put("brands", JsonArray.ofStrings(List.of("mp42", "isom")))
                .put("make", "Maker")
                .put("software", software)
                .build());
        StreamInfo pictures = new StreamInfo(
                0, StreamKind.VIDEO, "h264", width, width * 9 / 16, 0, 0, 0, 1800, null, 60 * SECOND, 0, rate);
        StreamInfo sound =
                new StreamInfo(1, StreamKind.AUDIO, "aac", 0, 0, 0, 48_000, 1, 2812, null, 60 * SECOND, 0, null);
        return new Inspection(
                "video/mp4",
                DescriptionState.DONE,
                null,
                List.of(pictures, sound),
                60 * SECOND,
                metadata,
                Continuity.undetermined(),
                List.of());
    }

    Said said(String recording) {
        return said(recording, HistorySettings.defaults());
    }

    Said said(String recording, HistorySettings settings) {
        return new CameraFiles(files, settings)
                .said(files.stream()
                        .filter(file -> file.recording().equals(recording))
                        .findFirst()
                        .orElseThrow());
    }

    List<Finding> findings(String recording) {
        return said(recording).findings();
    }

    List<String> kinds(String recording) {
        return findings(recording).stream().map(Finding::kind).toList();
    }

    Finding only(String recording, String kind) {
        List<Finding> found = findings(recording).stream()
                .filter(finding -> finding.kind().equals(kind))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(kind + " of " + recording + ": " + findings(recording));
        }
        return found.get(0);
    }

    JsonObject take(String recording) {
        return said(recording).take();
    }

    JsonObject clock(String recording) {
        return said(recording).clock();
    }
}
