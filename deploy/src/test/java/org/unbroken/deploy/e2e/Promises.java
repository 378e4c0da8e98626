package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unbroken.deploy.e2e.Shift.Acknowledged;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.TrustPolicy;

/** What holds of acknowledged uploads however often processes died, by what a console shows. */
final class Promises {
    private Promises() {}

    /** Each acknowledged once; and nothing else but empty files, which creation alone completes, asked for anew. */
    static void checkListed(List<JsonObject> listed, List<Acknowledged> acknowledged) throws IOException {
        Map<String, Integer> times = new HashMap<>();
        listed.forEach(recording -> times.merge(recording.string("id"), 1, Integer::sum));
        Set<String> known = new HashSet<>();
        for (Acknowledged one : acknowledged) {
            assertThat(known.add(one.recording()))
                    .as("%s is one of its own", one)
                    .isTrue();
            assertThat(times).as("how often %s is listed", one).containsEntry(one.recording(), 1);
        }
        for (JsonObject recording : listed) {
            if (!known.contains(recording.string("id"))) {
                assertThat(recording.integer("size"))
                        .as("unasked: %s", recording)
                        .isZero();
            }
        }
    }

    /** One entry each of arrival and sealing, whole chains, and nothing taken back of what was published before. */
    static void checkLog(WholeLog log, TrustPolicy trusted, List<Acknowledged> acknowledged, Set<String> published)
            throws Exception {
        for (Acknowledged one : acknowledged) {
            assertThat(log.of(CustodyEvent.RECEIVED, one.recording()))
                    .as("%s", one)
                    .hasSize(1);
            assertThat(log.of(CustodyEvent.SEALED, one.recording()))
                    .as("%s", one)
                    .hasSize(1);
        }
        Set<String> sealed = new HashSet<>();
        for (Entry entry : log.of(CustodyEvent.SEALED)) {
            assertThat(sealed.add(entry.recording()))
                    .as("sealed twice: %s", entry.json())
                    .isTrue();
        }
        assertThat(log.of(CustodyEvent.QUARANTINED)).isEmpty();
        log.requireCameraChains();
        assertThat(published).as("checkpoints seen while it ran").isNotEmpty();
        for (String note : published) {
            log.requireExtends(WholeLog.verified(note.getBytes(StandardCharsets.UTF_8), trusted));
        }
    }
}
