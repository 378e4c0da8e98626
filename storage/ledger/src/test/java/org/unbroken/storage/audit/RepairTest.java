package org.unbroken.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.worm.ObjectKey;

/** What the audit puts right from a replica, and what it does not. */
class RepairTest {
    private static final int LENGTH = ChunkChain.CHUNK_BYTES + 5000;

    @TempDir
    Path directory;

    private AuditedStore store;
    private RecordingId id;
    private ObjectKey original;
    private Path copy;

    @BeforeEach
    void open() throws Exception {
        store = new AuditedStore(directory);
        id = store.sealed(LENGTH);
        original = ObjectKey.original(id);
        copy = store.copied();
        store.replica = Optional.of(new FolderReplica(copy));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void assertRestored(ObjectKey key) throws Exception {
        assertThat(store.path(key)).hasSameBinaryContentAs(copy.resolve(key.value()));
        assertThat(store.worm.find(key).orElseThrow().retainUntil())
                .isAfterOrEqualTo(AuditedStore.NOW.plus(java.time.Duration.ofDays(700)));
        assertThat(store.report().bool("damaged")).isFalse();
    }

    @Test
    void aDamagedOriginalIsRestoredAndTheDamagedBytesAreKept() throws Exception {
        store.flip(original, ChunkChain.CHUNK_BYTES + 1);
        byte[] damaged = Files.readAllBytes(store.path(original));

        store.bothRounds();

        assertRestored(original);
        assertThat(store.events(CustodyEvent.DAMAGED)).hasSize(1);
        assertThat(store.events(CustodyEvent.RESTORED).get(0).string("by")).contains("from the replica " + copy);
        try (var aside = Files.list(directory.resolve("worm/.damaged"))) {
            assertThat(aside.findFirst().orElseThrow()).hasBinaryContent(damaged);
        }
    }

    @Test
    void whatIsMissingIsPutAgain() throws Exception {
        Files.delete(store.path(original));
        Files.delete(store.path(ObjectKey.manifest(id)));

        store.presence();
        store.settle();
        // Without its manifest nobody could tell the original; that is back now.
        store.nextDay();
        store.presence();

        assertRestored(ObjectKey.manifest(id));
        assertRestored(original);
        assertThat(store.events(CustodyEvent.RESTORED)).hasSize(2);
    }

    @Test
    void aChangedDetailIsRestored() throws Exception {
        ObjectKey detail =
                ObjectKey.detail(id, store.ledger().custody(id).get(0).entry().detail());
        store.flip(detail, 5);

        store.bothRounds();

        assertRestored(detail);
    }

    @Test
    void aReplicaThatIsDamagedTooIsNotLetIn() throws Exception {
        store.flip(original, 1);
        AuditedStore.flip(copy.resolve(original.value()), ChunkChain.CHUNK_BYTES + 2);
        byte[] before = Files.readAllBytes(store.path(original));

        store.bothRounds();

        assertThat(store.path(original)).hasBinaryContent(before);
        assertThat(changed().string("repair"))
                .contains("the replica cannot help")
                .contains("chunk 1");
        assertThat(store.events(CustodyEvent.RESTORED)).isEmpty();
        assertThat(directory.resolve("worm/.tmp")).isEmptyDirectory();
    }

    @Test
    void whatTheReplicaLacksOrWhereItIsAwayIsSaid() throws Exception {
        store.flip(original, 1);
        Files.delete(copy.resolve(original.value()));
        store.bothRounds();
        assertThat(changed().string("repair")).contains("does not have it");

        store.replica = Optional.of(new FolderReplica(directory.resolve("unmounted")));
        store.settle();
        store.takeOver();
        store.nextDay();
        store.bothRounds();
        assertThat(changed().string("repair"))
                .contains("failed, and is tried again")
                .contains("is not there");
    }

    @Test
    void withoutAReplicaTheFindingSaysWhatToDo() throws Exception {
        store.replica = Optional.empty();
        store.flip(original, 1);
        store.bothRounds();
        assertThat(changed().string("repair"))
                .contains("no replica is configured")
                .contains("by hand");
    }

    @Test
    void killedBetweenTheRepairAndItsEntryTheNextRoundEntersIt() throws Exception {
        store.flip(original, 1);
        // Fails from the moment the object is looked at again: the log has the finding, the store the right bytes.
        store.through = new AwayWorm(store.worm, key -> isWhole() && key.equals(original));
        assertThatThrownBy(store::bytes).isInstanceOf(IOException.class);
        assertThat(isWhole()).isTrue();
        assertThat(store.events(CustodyEvent.DAMAGED)).hasSize(1);
        assertThat(store.events(CustodyEvent.RESTORED)).isEmpty();

        store.through = null;
        store.takeOver();
        store.bytes();

        assertThat(store.events(CustodyEvent.DAMAGED)).hasSize(1);
        assertThat(store.events(CustodyEvent.RESTORED)).hasSize(1);
        assertRestored(original);
    }

    private boolean isWhole() {
        try {
            return Files.mismatch(store.path(original), copy.resolve(original.value())) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonObject changed() throws IOException {
        List<JsonObject> changed = store.report().array("changed").objects();
        assertThat(changed).hasSize(1);
        return changed.get(0);
    }
}
