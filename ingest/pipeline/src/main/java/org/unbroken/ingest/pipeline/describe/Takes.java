package org.unbroken.ingest.pipeline.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;

/**
 * Which files are parts of one take: cameras split a long recording into files with consecutive numbers whose times meet.
 * Files without numbers are joined by time alone.
 */
final class Takes {
    /** How close a part comes to the length or size at which its camera splits, in parts of a hundred. */
    private static final long LIKENESS_PERCENT = 2;

    private final CameraFiles camera;
    private final long tolerance;
    private final Map<String, TakeFacts> before = new HashMap<>();
    private final List<TakeFacts> continued = new ArrayList<>();

    Takes(CameraFiles camera, HistorySettings settings) {
        this.camera = camera;
        this.tolerance = settings.joinMicros();
        Map<Long, List<TakeFacts>> byNumber = new HashMap<>();
        for (TakeFacts file : camera.all()) {
            if (file.numbered()) {
                byNumber.computeIfAbsent(file.sequence(), number -> new ArrayList<>())
                        .add(file);
            }
        }
        for (TakeFacts file : camera.all()) {
            List<TakeFacts> candidates = file.numbered()
                    ? byNumber.getOrDefault(file.sequence() - 1, List.of())
                    : camera.all().stream().filter(other -> !other.numbered()).toList();
            candidates.stream()
                    .filter(previous -> joins(previous, file))
                    .min(Comparator.comparing(TakeFacts::recording))
                    .ifPresent(previous -> {
                        before.put(file.recording(), previous);
                        continued.add(previous);
                    });
        }
    }

    /** The times of both need not be right for this, only those of one clock: consecutive numbers speak, too. */
    private boolean joins(TakeFacts previous, TakeFacts file) {
        return previous.timed()
                && file.timed()
                && previous.length() > 0
                && file.length() > 0
                && previous.start() < file.start()
                && Math.abs(file.start() - previous.end()) <= tolerance
                && camera.runs().same(previous, file)
                && camera.structure(previous).mayBeOfOneKind(camera.structure(file))
                && !camera.twins().are(previous, file);
    }

    boolean joined(TakeFacts previous, TakeFacts file) {
        @Nullable TakeFacts before = this.before.get(file.recording());
        return before != null && before.recording().equals(previous.recording());
    }

    /**
     * How many other files of this camera went on in a next one at about the length or size of {@code file}: then that is
     * where this camera splits.
     */
    long splitLike(TakeFacts file) {
        return continued.stream()
                .filter(other -> !other.recording().equals(file.recording()))
                .filter(other -> alike(other.length(), file.length())
                        || (other.size() > 0 && file.size() > 0 && alike(other.size(), file.size())))
                .count();
    }

    private static boolean alike(long one, long other) {
        return Math.abs(one - other) <= Math.max(one, other) / 100 * LIKENESS_PERCENT;
    }

    /** The analysis record's {@code take}. */
    JsonObject json(TakeFacts file) {
        JsonObject.Builder json = JsonObject.builder();
        if (!file.timed()) {
            return json.build();
        }
        TakeFacts first = file;
        long part = 1;
        for (Optional<TakeFacts> next = previous(file); next.isPresent(); next = previous(first)) {
            first = next.get();
            part++;
        }
        previous(file).ifPresent(previous -> json.put("joined_to", previous.recording()));
        return json.put("first", first.recording()).put("part", part).build();
    }

    private Optional<TakeFacts> previous(TakeFacts file) {
        return Optional.ofNullable(before.get(file.recording()));
    }
}
