package org.unbroken.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.worm.ObjectKey;

/** What of the log itself the audit puts right from a replica, and what it does not. */
class LogRepairTest {
    private static final ObjectKey SEGMENT = ObjectKey.segment(0);

    @TempDir
    Path directory;

    private CopiedStore copied;
    private AuditedStore store;

    @BeforeEach
    void open() throws Exception {
        copied = new CopiedStore(directory);
        store = copied.store;
        store.sealed();
        copied.replicate();
        store.replica = Optional.of(new StoreReplica("second", copied.second));
    }

    @AfterEach
    void close() throws IOException {
        copied.close();
    }

    private List<JsonObject> changed() throws IOException {
        return store.report().array("changed").objects();
    }

    @Test
    void aRottenSegmentAndTheMissingCheckpointAtItsEndAreRestored() throws Exception {
        byte[] good = Files.readAllBytes(store.path(SEGMENT));
        store.flip(SEGMENT, 30);
        ObjectKey checkpoint = ObjectKey.checkpoint(1);
        byte[] note = Files.readAllBytes(store.path(checkpoint));
        Files.delete(store.path(checkpoint));

        store.log();

        assertThat(store.path(SEGMENT)).hasBinaryContent(good);
        assertThat(store.path(checkpoint)).hasBinaryContent(note);
        assertThat(changed()).isEmpty();
        try (var aside = Files.list(directory.resolve("first/worm/.damaged"))) {
            assertThat(aside).as("the damaged one is evidence").hasSize(1);
        }
    }

    @Test
    void aReplicaThatIsRottenTooIsNotLetIn() throws Exception {
        store.flip(SEGMENT, 30);
        byte[] rotten = Files.readAllBytes(store.path(SEGMENT));
        AuditedStore.flip(copied.there(SEGMENT), 31);

        store.log();

        assertThat(store.path(SEGMENT)).hasBinaryContent(rotten);
        assertThat(changed()).isNotEmpty().allSatisfy(finding -> assertThat(finding.string("object"))
                .isEqualTo(SEGMENT.value()));
        assertThat(changed().get(0).string("repair")).contains("the replica cannot help", "another entry");
    }

    @Test
    void aSegmentOfTheReplicaThatWasCutShortIsNotLetIn() throws Exception {
        byte[] good = Files.readAllBytes(copied.there(SEGMENT));
        Files.delete(store.path(SEGMENT));
        Files.delete(copied.there(SEGMENT));
        copied.second.put(SEGMENT, java.util.Arrays.copyOf(good, good.length - 1), AuditedStore.KEPT_UNTIL);

        store.log();

        assertThat(store.worm.find(SEGMENT)).isEmpty();
    }

    @Test
    void withoutAReplicaTheFindingSaysWhatToDo() throws Exception {
        store.replica = Optional.empty();
        store.flip(SEGMENT, 30);
        store.log();
        assertThat(changed().get(0).string("repair")).contains("no replica is configured");
    }
}
