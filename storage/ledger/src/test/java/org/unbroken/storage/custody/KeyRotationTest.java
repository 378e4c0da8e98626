package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.log.KeyChange;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

/** The log goes on under a new key; start, rebuild and audit believe the old one for what it signed. */
class KeyRotationTest {
    @TempDir
    Path folder;

    private final MemoryWorm worm = new MemoryWorm();
    private final DurableFiles files = new DurableFiles(new LocalDisk());

    private LogKeys keys() throws IOException {
        return LogKeys.loadOrCreate(folder.resolve("keys"), Optional.of("log.example"), files, Facts.RANDOM);
    }

    private Path mark() {
        return folder.resolve("keys/log.published");
    }

    private CustodySettings settings() {
        return CustodySettings.defaults(folder.resolve("ledger"))
                .withMark(mark())
                .withFlushInterval(Duration.ZERO)
                .withRetries(Duration.ofMillis(2), Duration.ofMillis(20));
    }

    private CustodyStore open() throws IOException {
        CustodyStore store = new CustodyStore(
                settings(), worm, keys().signer(), () -> Facts.NOW, Facts.RANDOM, new PrometheusRegistry());
        store.start();
        return store;
    }

    private static TlogProof grow(CustodyStore store, int number) throws Exception {
        long index = StoreFixture.published(store, Facts.plain(CustodyEvent.VIEWED, "n" + number, Facts.id(), "a"))
                .index();
        return store.log().proof(index).orElseThrow();
    }

    private SignedNote rotate() throws IOException {
        return LogKeys.rotate(folder.resolve("keys"), mark(), files, Optional.empty(), Facts.RANDOM);
    }

    @Test
    void oldProofsStayValidAndNewOnesAreOfTheNewKey() throws Exception {
        TlogProof before;
        try (CustodyStore store = open()) {
            before = grow(store, 0);
        }
        VerifierKey old = keys().verifierKey();
        KeyChange change = KeyChange.verified(rotate());
        assertThat(change.last().size()).isEqualTo(1);
        assertThat(change.oldKey()).isEqualTo(old);
        assertThat(keys().verifierKey()).isEqualTo(change.newKey()).isNotEqualTo(old);

        TlogProof after;
        try (CustodyStore store = open()) {
            assertThat(store.log().believedKeys()).containsExactly(change.newKey(), old);
            // The newest checkpoint is the old key's still.
            assertThat(store.log().proof(0).orElseThrow().checkpoint().verifiedBy(List.of(old)))
                    .hasSize(1);
            after = grow(store, 1);
        }
        TrustPolicy policy = TrustPolicy.ofKeys(old).following(change);
        assertThat(policy.judge(before.checkpoint()).logKeys()).containsExactly(old);
        assertThat(policy.judge(after.checkpoint()).logKeys()).containsExactly(change.newKey());
        assertThat(TrustPolicy.ofKeys(old).judge(after.checkpoint()).signed()).isFalse();
        assertThat(LogKeys.changes(folder.resolve("keys"), files)).hasSize(1);
    }

    @Test
    void aRebuildAfterTwoRotationsBelievesAllThree() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (CustodyStore store = open()) {
                grow(store, i);
            }
            if (i < 2) {
                rotate();
            }
        }
        RebuildReport report = Rebuild.run(
                worm,
                settings(),
                RebuildSettings.defaults(),
                keys().signer(),
                () -> Facts.NOW,
                Facts.RANDOM,
                Progress.NONE);
        assertThat(report.entries()).isEqualTo(3);
        assertThat(Audit.run(worm, keys().signer().believed(), false, Progress.NONE)
                        .findings())
                .isEmpty();
        // A log whose first part none of these keys signed is another's.
        assertThat(Audit.run(worm, List.of(keys().verifierKey()), false, Progress.NONE)
                        .findings())
                .isNotEmpty();
    }

    @Test
    void aKeyThatWasExchangedByHandIsNoRotation() throws Exception {
        try (CustodyStore store = open()) {
            grow(store, 0);
        }
        java.nio.file.Files.delete(folder.resolve("keys/log.key"));
        assertThatThrownBy(this::open).hasMessageContaining("key");
    }

    @Test
    void withoutAnythingPublishedThereIsNothingToHandOver() throws Exception {
        keys();
        assertThatThrownBy(this::rotate).hasMessageContaining("nothing was published");
    }
}
