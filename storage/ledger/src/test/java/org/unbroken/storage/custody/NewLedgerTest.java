package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.RocksDatabase;

class NewLedgerTest {
    @TempDir
    Path directory;

    @Test
    void everyRowThatWasPutAfterItWasAskedForIsFound() throws Exception {
        SecureRandom random = new SecureRandom();
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            keys.add(RecordingKey.of(RecordingId.generate(Clock.systemUTC(), random)));
        }
        try (RocksDatabase database = RocksDatabase.openForLoading(directory, Families.ALL, Set.of())) {
            NewLedger ledger = new NewLedger(database);
            Batch batch = new Batch();
            for (byte[] key : keys) {
                assertThat(ledger.get(Families.ROWS, key)).isEmpty();
                batch.put(Families.ROWS, key, key);
            }
            database.write(batch, Durability.UNLOGGED);
            for (byte[] key : keys) {
                assertThat(ledger.get(Families.ROWS, key)).contains(key);
                assertThat(ledger.get(Families.ROWS, key)).contains(key);
            }
        }
    }

    @Test
    void otherFamiliesAreReadAsTheyAre() throws Exception {
        byte[] key = RecordingKey.of(RecordingId.generate(Clock.systemUTC(), new SecureRandom()));
        try (RocksDatabase database = RocksDatabase.openForLoading(directory, Families.ALL, Set.of())) {
            database.write(new Batch().put(Families.DETAILS, key, key), Durability.UNLOGGED);
            assertThat(new NewLedger(database).get(Families.DETAILS, key)).contains(key);
        }
    }
}
