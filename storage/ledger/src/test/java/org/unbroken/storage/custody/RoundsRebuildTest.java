package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.devices.CameraHistory;
import org.unbroken.storage.devices.CameraState;
import org.unbroken.storage.keeping.LongTermMarks;
import org.unbroken.storage.samples.Samples;

/** Facts for long keeping, samples and cameras are as they were after a rebuild: they rest on the log alone. */
class RoundsRebuildTest {
    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();

    private static CustodyFact camera(CustodyEvent event, String camera, String holder) {
        RecordingId id = Facts.id();
        CustodyFact plain = Facts.plain(event, "", id, "a");
        return new CustodyFact(
                event,
                "",
                id,
                "a",
                Optional.of(camera),
                plain.at(),
                plain.actor(),
                JsonObject.builder().put("holder", holder).build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aRebuiltLedgerTellsTheSame() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId film = Facts.id();
        RecordingId sample = Facts.id();
        Map<String, String> before;
        try (CustodyStore store = fixture.open()) {
            StoreFixture.append(store, Facts.received(film, "a", "cam"));
            StoreFixture.append(store, Facts.sealed(worm, film, "a", "cam"));
            StoreFixture.append(
                    store,
                    LongTermMarks.marked(
                            store.ledger().find(film).orElse(row(store, film)),
                            Facts.id(),
                            Facts.NOW,
                            "t",
                            JsonObject.builder().put("trigger", "dispute").build()));
            StoreFixture.append(
                    store,
                    Samples.requested(
                            sample,
                            "a",
                            Facts.NOW,
                            "t",
                            JsonObject.builder()
                                    .put("from", "2026-11-01T00:00:00.000Z")
                                    .put("to", "2026-12-01T00:00:00.000Z")
                                    .put("count", 1)
                                    .put("reason", "r")
                                    .build()));
            StoreFixture.append(store, camera(CustodyEvent.CAMERA_ISSUED, "cam", "031882"));
            StoreFixture.append(store, camera(CustodyEvent.CAMERA_ISSUED, "cam-2", "1"));
            StoreFixture.append(store, Facts.plain(CustodyEvent.VIEWED, "seen", film, "a"));
            StoreFixture.append(store, Facts.plain(CustodyEvent.VIEWED, "seen", Facts.id(), "b"));
            StoreFixture.append(store, Facts.plain(CustodyEvent.EXPORTED, "given", film, "a"));
            StoreFixture.published(store, camera(CustodyEvent.CAMERA_RETURNED, "cam-2", "1"));
            check(store, film, sample);
        }
        before = StoreFixture.dump(directory.resolve("db"));
        RebuildReport report = Rebuild.run(
                worm,
                fixture.settings,
                fixture.signer,
                InstantSource.fixed(Facts.NOW),
                Facts.RANDOM,
                (step, done) -> {});
        assertThat(report.problems()).isEmpty();
        assertThat(StoreFixture.dump(directory.resolve("db"))).isEqualTo(before);
        try (CustodyStore store = fixture.open()) {
            check(store, film, sample);
        }
    }

    private static org.unbroken.storage.ledger.Recording row(CustodyStore store, RecordingId id) throws Exception {
        store.log().published(store.log().appendedSize() - 1).get();
        return store.ledger().find(id).orElseThrow();
    }

    private void check(CustodyStore store, RecordingId film, RecordingId sample) throws Exception {
        assertThat(LongTermMarks.of(store.ledger().custody(film)).values()).containsExactly("dispute");
        assertThat(store.ledger().samples(Optional.of("a"), Optional.empty(), 10))
                .containsExactly(sample);
        assertThat(store.ledger().samples(Optional.of("b"), Optional.empty(), 10))
                .isEmpty();
        assertThat(store.ledger().samples(Optional.empty(), Optional.empty(), 10))
                .containsExactly(sample);
        assertThat(new Samples(store.ledger(), worm)
                        .draw(new Samples(store.ledger(), worm)
                                .find(sample)
                                .orElseThrow()
                                .request())
                        .orElseThrow()
                        .recordings())
                .isEqualTo(List.of(film));
        assertThat(CameraHistory.of(store.ledger().cameraEvents("a", Optional.of("cam"), 10))
                        .at(Facts.NOW.plusSeconds(60))
                        .state())
                .isEqualTo(CameraState.ISSUED);
        assertThat(CameraHistory.of(store.ledger().cameraEvents("a", Optional.of("cam-2"), 10))
                        .at(Facts.NOW.plusSeconds(60))
                        .state())
                .isEqualTo(CameraState.RETURNED);
        assertThat(store.ledger().cameraEvents("a", Optional.empty(), 10)).hasSize(3);
        assertThat(store.ledger().cameraEvents("b", Optional.empty(), 10))
                .as("an access is no camera's event")
                .isEmpty();
        assertThat(store.ledger().accesses("a", Facts.NOW, Facts.NOW.plusSeconds(60), 10))
                .as("nor is a camera's event an access")
                .extracting(record -> record.entry().event())
                .containsExactly("viewed", "exported");
    }
}
