package org.unbroken.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Tile;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.ThroughWorm;

/** What the audit finds wrong with the log's own objects. */
class LogLookTest {
    @TempDir
    Path directory;

    private AuditedStore store;

    @BeforeEach
    void open() throws IOException {
        store = new AuditedStore(directory);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void aWholeLogHasNoFinding() throws Exception {
        store.sealed();
        store.sealed();

        assertThat(store.log()).isEqualTo(Duration.ofDays(1));

        assertThat(findings()).isEmpty();
        assertThat(store.report().object("log").integer("entries")).isEqualTo(4);
        assertThat(store.report().bool("damaged")).isFalse();
        assertThat(store.log()).as("not before the next round").isPositive().isLessThanOrEqualTo(Duration.ofDays(1));
    }

    @Test
    void aFlippedByteOfASegmentIsFound() throws Exception {
        store.sealed();
        store.sealed();
        byte[] whole = Files.readAllBytes(store.path(ObjectKey.segment(1)));
        store.flip(ObjectKey.segment(1), whole.length - 3);

        store.log();

        assertThat(objects("changed")).contains(ObjectKey.segment(1).value());
        assertThat(store.report().bool("damaged")).isTrue();
        assertThat(store.events(CustodyEvent.DAMAGED)).as("is no entry").isEmpty();

        store.flip(ObjectKey.segment(1), whole.length - 3);
        store.nextDay();
        store.log();
        assertThat(findings()).as("put right").isEmpty();
    }

    @Test
    void aSegmentThatIsGoneIsFound() throws Exception {
        store.sealed();
        store.sealed();
        Files.delete(store.path(ObjectKey.segment(1)));

        store.log();

        assertThat(objects("missing")).contains(ObjectKey.segment(1).value());
    }

    @Test
    void aLogThatWasCutOffIsFound() throws Exception {
        store.sealed();
        store.sealed();
        Files.delete(store.path(ObjectKey.segment(3)));
        Files.delete(store.path(ObjectKey.checkpoint(4)));

        store.log();

        assertThat(objects("missing")).containsExactly(ObjectKey.segment(3).value());
    }

    @Test
    void aCheckpointThatIsGoneIsFound() throws Exception {
        store.sealed();
        store.sealed();
        Files.delete(store.path(ObjectKey.checkpoint(2)));

        store.log();

        assertThat(objects("missing")).containsExactly(ObjectKey.checkpoint(2).value());
    }

    @Test
    void aChangedTileIsFound() throws Exception {
        store.entries(Tile.FULL_WIDTH);
        ObjectKey tile = ObjectKey.tile(new Tile(0, 0, Tile.FULL_WIDTH));
        store.keepTiles();
        store.flip(tile, 40);

        store.log();

        assertThat(objects("changed")).containsExactly(tile.value());
    }

    /** The log grows while it is read, so some tiles are of entries that were not there yet; and two never will be. */
    @Test
    void whatIsNoTileOfTheLogIsUntrackedAlsoWhileTheLogGrows() throws Exception {
        store.entries(Tile.FULL_WIDTH - 10);
        ObjectKey early = ObjectKey.tile(new Tile(0, 0, Tile.FULL_WIDTH));
        ObjectKey far = ObjectKey.tile(new Tile(0, 7, Tile.FULL_WIDTH));
        ObjectKey strange = new ObjectKey("log/tile/notes.txt");
        store.worm.put(far, new byte[3], AuditedStore.KEPT_UNTIL);
        store.worm.put(strange, new byte[3], AuditedStore.KEPT_UNTIL);
        AtomicBoolean grown = new AtomicBoolean();
        store.through = new ThroughWorm(store.worm) {
            @Override
            public Stream<ObjectKey> list(String prefix) throws IOException {
                if (prefix.startsWith("log/tile") && grown.compareAndSet(false, true)) {
                    grow();
                }
                return super.list(prefix);
            }
        };

        store.log();

        assertThat(grown).isTrue();
        assertThat(store.worm.find(early)).isPresent();
        assertThat(objects("untracked")).containsExactlyInAnyOrder(far.value(), strange.value());
    }

    private void grow() throws IOException {
        try {
            store.entries(20);
            store.keepTiles();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void aLockThatIsTooShortIsLengthened() throws Exception {
        store.sealed();
        ObjectKey segment = ObjectKey.segment(0);
        store.shortenLock(segment, store.now().plus(30, ChronoUnit.DAYS));

        store.log();

        assertThat(store.lockedUntil(segment)).isAfter(store.now().plus(700, ChronoUnit.DAYS));
        assertThat(findings()).isEmpty();
    }

    private List<String> objects(String kind) throws Exception {
        return store.report().array(kind).objects().stream()
                .map(each -> each.string("object"))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private List<String> findings() throws Exception {
        JsonObject report = store.report();
        return List.of("changed", "missing", "untracked").stream()
                .flatMap(kind -> report.array(kind).objects().stream())
                .map(JsonObject::text)
                .toList();
    }
}
