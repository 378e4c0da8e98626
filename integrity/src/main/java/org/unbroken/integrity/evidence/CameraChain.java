package org.unbroken.integrity.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;

/** Recordings of one camera in one bundle: their places must differ, and neighbours must name each other. */
final class CameraChain {
    private CameraChain() {}

    static void run(List<RecordingChecks> recordings, Results results) {
        Map<Sha256, List<Entry>> cameras = new TreeMap<>();
        for (RecordingChecks recording : recordings) {
            for (Entry entry : recording.proofs().entries().values()) {
                entry.camera().ifPresent(camera -> cameras.computeIfAbsent(camera, key -> new ArrayList<>())
                        .add(entry));
            }
        }
        List<String> troubles = new ArrayList<>();
        int neighbours = 0;
        for (List<Entry> chain : cameras.values()) {
            chain.sort(Comparator.comparingLong(entry -> entry.position().orElse(0)));
            for (int i = 1; i < chain.size(); i++) {
                Entry before = chain.get(i - 1);
                Entry after = chain.get(i);
                long step = after.position().orElse(0) - before.position().orElse(0);
                boolean linked =
                        after.previous().filter(before.digest()::equals).isPresent();
                if (step == 1) {
                    neighbours++;
                }
                if (step == 0 || (step == 1) != linked) {
                    troubles.add("the camera's entries of " + before.recording() + " (position "
                            + before.position().orElse(0) + ") and " + after.recording() + " (position "
                            + after.position().orElse(0) + ") do not follow each other");
                }
            }
        }
        results.each(
                "camera-chain",
                troubles,
                cameras.size() + " cameras, " + neighbours + " pairs of neighbours, each linked");
    }
}
