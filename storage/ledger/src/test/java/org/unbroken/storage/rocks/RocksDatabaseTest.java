package org.unbroken.storage.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDatabaseTest {
    private static final List<String> FAMILIES = List.of("a", "b");

    @TempDir
    Path directory;

    @Test
    void keepsWhatWasWrittenOverAClose() throws IOException {
        Path nested = directory.resolve("state/intake");
        try (RocksDatabase database = RocksDatabase.open(nested, FAMILIES)) {
            database.write(
                    new Batch().put("a", bytes("k"), bytes("1")).put("b", bytes("k"), bytes("2")), Durability.SYNCED);
            database.write(new Batch().put("a", bytes("l"), bytes("3")), Durability.UNSYNCED);
        }
        try (RocksDatabase database = RocksDatabase.open(nested, List.of("c", "b"))) {
            assertThat(database.get("a", bytes("k"))).hasValue(bytes("1"));
            assertThat(database.get("b", bytes("k"))).hasValue(bytes("2"));
            assertThat(database.get("a", bytes("l"))).hasValue(bytes("3"));
            assertThat(database.get("c", bytes("k"))).isEmpty();
        }
    }

    @Test
    void scansRangesInBothDirections() throws IOException {
        try (RocksDatabase database = RocksDatabase.open(directory, FAMILIES)) {
            Batch batch = new Batch();
            for (String key : List.of("a", "b1", "b2", "b\u00ff", "c", "\u00ff")) {
                batch.put("a", key.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), bytes(""));
            }
            database.write(batch, Durability.UNSYNCED);
            assertThat(keys(database.scan("a"))).containsExactly("a", "b1", "b2", "b\u00ff", "c", "\u00ff");
            assertThat(keys(database.scan("a", bytes("b1"), bytes("c")))).containsExactly("b1", "b2", "b\u00ff");
            assertThat(keys(database.scanReverse("a", bytes("b1"), bytes("c")))).containsExactly("b\u00ff", "b2", "b1");
            assertThat(keys(database.scanReverse("a", new byte[0], new byte[0])))
                    .startsWith("\u00ff", "c")
                    .hasSize(6);
            assertThat(keys(database.scanPrefix("a", bytes("b")))).containsExactly("b1", "b2", "b\u00ff");
            assertThat(keys(database.scanPrefix("a", new byte[] {(byte) 0xff}))).containsExactly("\u00ff");
            assertThat(keys(database.scan("b"))).isEmpty();
        }
    }

    @Test
    void deletesKeysAndRanges() throws IOException {
        try (RocksDatabase database = RocksDatabase.open(directory, FAMILIES)) {
            database.write(
                    new Batch()
                            .put("a", bytes("1"), bytes(""))
                            .put("a", bytes("2"), bytes(""))
                            .put("a", bytes("3"), bytes(""))
                            .put("a", bytes("4"), bytes("")),
                    Durability.UNSYNCED);
            database.write(
                    new Batch().delete("a", bytes("1")).deleteRange("a", bytes("2"), bytes("4")), Durability.SYNCED);
            assertThat(keys(database.scan("a"))).containsExactly("4");
        }
    }

    @Test
    void aSnapshotDoesNotSeeWhatCameLater() throws IOException {
        try (RocksDatabase database = RocksDatabase.open(directory, FAMILIES)) {
            database.write(new Batch().put("a", bytes("k"), bytes("old")), Durability.UNSYNCED);
            try (RocksSnapshot snapshot = database.snapshot()) {
                database.write(
                        new Batch().put("a", bytes("k"), bytes("new")).put("a", bytes("l"), bytes("")),
                        Durability.UNSYNCED);
                assertThat(snapshot.get("a", bytes("k"))).hasValue(bytes("old"));
                assertThat(keys(snapshot.scan("a"))).containsExactly("k");
            }
            assertThat(database.get("a", bytes("k"))).hasValue(bytes("new"));
        }
    }

    @Test
    void answersAfterCloseWithAnExceptionAndNotACrash() throws IOException {
        RocksDatabase database = RocksDatabase.open(directory, FAMILIES);
        database.write(new Batch().put("a", bytes("k"), bytes("v")), Durability.UNSYNCED);
        Scan scan = database.scan("a");
        assertThat(scan.next()).isTrue();
        RocksSnapshot snapshot = database.snapshot();
        database.close();
        database.close();
        assertThatThrownBy(scan::next).isInstanceOf(IOException.class);
        assertThatThrownBy(scan::value).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> snapshot.get("a", bytes("k"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> database.get("a", bytes("k"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> database.write(new Batch(), Durability.SYNCED)).isInstanceOf(IOException.class);
        scan.close();
        snapshot.close();
    }

    @Test
    void aSecondOwnerIsRefused() throws IOException {
        try (RocksDatabase first = RocksDatabase.open(directory, FAMILIES)) {
            assertThatThrownBy(() -> RocksDatabase.open(first.directory(), FAMILIES))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot open the database " + directory);
        }
    }

    @Test
    void anUnknownFamilyIsAMistakeAndWritesNothing() throws IOException {
        try (RocksDatabase database = RocksDatabase.open(directory, FAMILIES)) {
            assertThatThrownBy(() -> database.write(
                            new Batch().put("a", bytes("k"), bytes("")).put("z", bytes("k"), bytes("")),
                            Durability.SYNCED))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(database.get("a", bytes("k"))).isEmpty();
            assertThat(database.failure()).isEmpty();
        }
    }

    private static List<String> keys(Scan scan) throws IOException {
        List<String> keys = new ArrayList<>();
        try (scan) {
            while (scan.next()) {
                keys.add(new String(scan.key(), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return keys;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
