package org.unbroken.ingest.pipeline.describe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a camera's numbering begins anew: it ran over its last number, or was reset. Recordings of different runs are not
 * compared by number.
 */
final class NumberRuns {
    /** A number up to this can be a first one of which some have not arrived. */
    private static final long LOW = 16;

    /** The counts of numbers after which cameras begin again. */
    private static final long[] RANGES = {100, 256, 1_000, 10_000, 65_536, 100_000, 1_000_000, 1L << 31, 1L << 32};

    /** Where a run begins: after which recording, and whether because the numbers had run out. */
    record Restart(TakeFacts before, boolean wrapped) {}

    private final Map<String, Integer> runs = new HashMap<>();
    private final Map<String, Restart> restarts = new HashMap<>();

    /** {@code ordered}: the camera's recordings as {@link CameraOrder} puts them. */
    NumberRuns(List<TakeFacts> ordered) {
        List<TakeFacts> files = ordered.stream().filter(TakeFacts::numbered).toList();
        List<TakeFacts> run = new ArrayList<>();
        @Nullable TakeFacts top = null;
        int number = 0;
        for (int i = 0; i < files.size(); i++) {
            TakeFacts file = files.get(i);
            if (top != null && begins(top, file, run) && (i + 1 == files.size() || under(files.get(i + 1), top))) {
                restarts.put(file.recording(), new Restart(top, nearRangesEnd(top.sequence())));
                run.clear();
                top = null;
                number++;
            }
            run.add(file);
            runs.put(file.recording(), number);
            top = top == null || file.sequence() > top.sequence() ? file : top;
        }
    }

    private static boolean under(TakeFacts next, TakeFacts top) {
        return next.sequence() <= top.sequence();
    }

    private static boolean begins(TakeFacts top, TakeFacts file, List<TakeFacts> run) {
        if (file.sequence() > LOW || top.sequence() - file.sequence() < LOW) {
            return false;
        }
        // Without the end of a range, a clock that was set back looks the same; then the order of docking decides.
        return nearRangesEnd(top.sequence())
                || file.recording().compareTo(top.recording()) > 0
                || run.stream().anyMatch(other -> other.sequence() == file.sequence() && other.otherBytes(file));
    }

    private static boolean nearRangesEnd(long sequence) {
        for (long range : RANGES) {
            if (sequence < range && range - sequence <= LOW) {
                return true;
            }
        }
        return false;
    }

    boolean same(TakeFacts one, TakeFacts other) {
        return runs.getOrDefault(one.recording(), 0).equals(runs.getOrDefault(other.recording(), 0));
    }

    int run(TakeFacts file) {
        return runs.getOrDefault(file.recording(), 0);
    }

    Optional<Restart> restart(TakeFacts file) {
        return Optional.ofNullable(restarts.get(file.recording()));
    }
}
