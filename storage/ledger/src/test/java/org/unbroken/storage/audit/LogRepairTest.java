package org.unbroken.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    /** Ten segments of one entry each, and a copy of all of them. */
    private void tenSegments() throws Exception {
        for (int i = 0; i < 4; i++) {
            store.sealed();
        }
        copied.replicate();
        assertThat(store.log()).isEqualTo(Duration.ofDays(1));
        assertThat(store.report().bool("damaged")).isFalse();
        store.nextDay();
    }

    private Map<ObjectKey, byte[]> logObjects() throws IOException {
        Map<ObjectKey, byte[]> all = new TreeMap<>();
        try (Stream<ObjectKey> keys = store.worm.list("log/")) {
            for (ObjectKey key : keys.toList()) {
                all.put(key, Files.readAllBytes(store.path(key)));
            }
        }
        return all;
    }

    private void expectAllBack(Map<ObjectKey, byte[]> before) throws IOException {
        assertThat(logObjects()).containsExactlyEntriesOf(before);
        assertThat(store.report().bool("damaged")).isFalse();
    }

    private void delete(ObjectKey... keys) throws IOException {
        for (ObjectKey key : keys) {
            Files.delete(store.path(key));
        }
    }

    private List<String> found(String kind) throws IOException {
        return store.report().array(kind).objects().stream()
                .map(each -> each.string("object"))
                .toList();
    }

    @Test
    void consecutiveSegmentsThatAreGoneComeBackTogether() throws Exception {
        tenSegments();
        Map<ObjectKey, byte[]> before = logObjects();
        for (int i = 2; i < 7; i++) {
            delete(ObjectKey.segment(i));
        }

        assertThat(store.log()).isEqualTo(Duration.ofDays(1));

        expectAllBack(before);
    }

    @Test
    void consecutiveSegmentsThatAreGoneWithTheirCheckpointsComeBack() throws Exception {
        tenSegments();
        Map<ObjectKey, byte[]> before = logObjects();
        delete(ObjectKey.segment(4), ObjectKey.checkpoint(5), ObjectKey.segment(5), ObjectKey.checkpoint(6));

        store.log();

        expectAllBack(before);
    }

    @Test
    void theLogsEndComesBackWithItsCheckpoint() throws Exception {
        tenSegments();
        Map<ObjectKey, byte[]> before = logObjects();
        delete(ObjectKey.segment(8), ObjectKey.segment(9), ObjectKey.checkpoint(9), ObjectKey.checkpoint(10));
        store.log();
        expectAllBack(before);

        delete(ObjectKey.checkpoint(10));
        store.nextDay();
        store.log();
        expectAllBack(before);
    }

    @Test
    void theLogsEndComesBackFromAReplicaWithoutItsCheckpointAndThatIsTold() throws Exception {
        tenSegments();
        delete(ObjectKey.segment(9), ObjectKey.checkpoint(10));
        Files.delete(copied.there(ObjectKey.checkpoint(10)));

        store.log();

        assertThat(store.worm.find(ObjectKey.segment(9))).isPresent();
        assertThat(found("missing")).containsExactly(ObjectKey.checkpoint(10).value());
    }

    /** Each hides the next: what is not put back yet is told, and no round is over. */
    @Test
    void afterSomeTurnsItIsToldWhatStandsAndGoneOnSoon() throws Exception {
        tenSegments();
        Map<ObjectKey, byte[]> before = logObjects();
        String round = store.report().object("log").text();
        for (int i = 1; i < 8; i += 2) {
            store.alter(ObjectKey.segment(i));
        }

        assertThat(store.log()).isLessThan(Duration.ofHours(1));
        assertThat(store.report().bool("damaged")).isTrue();
        assertThat(found("changed")).contains(ObjectKey.segment(7).value());
        assertThat(store.report().object("log").text())
                .as("the round before it")
                .isEqualTo(round);

        store.takeOver();
        assertThat(store.log()).isEqualTo(Duration.ofDays(1));
        expectAllBack(before);
    }

    /** A fork, of which each object by itself is one that the log's key vouches for. */
    @Test
    void aCheckpointThatWasSignedForAnotherTreeIsToldEachTimeAndHidesNothing() throws Exception {
        tenSegments();
        store.signOther(ObjectKey.checkpoint(4), 4);
        byte[] good = Files.readAllBytes(store.path(ObjectKey.segment(6)));
        store.alter(ObjectKey.segment(6));

        for (int round = 0; round < 2; round++) {
            store.log();
            assertThat(store.report().bool("damaged")).isTrue();
            assertThat(found("changed")).containsExactly(ObjectKey.segment(3).value());
            assertThat(changed().get(0).string("repair")).contains("look what lies beside it");
            assertThat(store.path(ObjectKey.segment(6))).hasBinaryContent(good);
            store.nextDay();
        }
    }

    @Test
    void aSegmentThatOverlapsIsToldAlthoughTheLogHasItsEntries() throws Exception {
        tenSegments();
        byte[] second = Files.readAllBytes(store.path(ObjectKey.segment(1)));
        byte[] first = Files.readAllBytes(store.path(ObjectKey.segment(0)));
        Files.delete(store.path(ObjectKey.segment(0)));
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        store.worm.put(ObjectKey.segment(0), both, AuditedStore.KEPT_UNTIL);

        store.log();

        assertThat(store.report().bool("damaged")).isTrue();
    }

    @Test
    void whatLiesBehindDamageIsNotForgotten() throws Exception {
        tenSegments();
        store.replica = Optional.empty();
        store.takeOver();
        store.alter(ObjectKey.segment(7));
        store.log();
        assertThat(found("changed")).contains(ObjectKey.segment(7).value());

        store.nextDay();
        store.alter(ObjectKey.segment(2));
        store.log();
        assertThat(found("changed"))
                .contains(ObjectKey.segment(2).value(), ObjectKey.segment(7).value());

        store.nextDay();
        store.alter(ObjectKey.segment(2));
        store.alter(ObjectKey.segment(7));
        store.log();
        assertThat(store.report().bool("damaged")).isFalse();
    }

    @Test
    void aListOfDisposalsComesBack() throws Exception {
        byte[] list = "the list".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ObjectKey key = ObjectKey.disposal(store.batch(list));
        copied.replicate();
        delete(key);
        store.log();
        assertThat(store.path(key)).hasBinaryContent(list);
        assertThat(store.report().bool("damaged")).isFalse();

        store.replica = Optional.empty();
        store.takeOver();
        store.nextDay();
        store.flip(key, 3);
        store.log();
        assertThat(found("changed")).containsExactly(key.value());
        store.nextDay();
        delete(key);
        store.log();
        assertThat(found("missing")).containsExactly(key.value());

        // The entry that names it cannot be read: it is gone all the same.
        store.nextDay();
        delete(ObjectKey.segment(2));
        store.log();
        assertThat(found("missing")).contains(key.value(), ObjectKey.segment(2).value());
    }
}
