package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.RocksReader;

/**
 * How long an entry's detail is locked: as long as its recording, with which it is to go. A detail locked for longer,
 * because somebody looked at the footage in its last week, would outlive what it tells of.
 */
final class DetailRetention {
    /** What is past its date and not disposed of: as long as a store has to be told at least. */
    private static final Duration LEAST = Duration.ofHours(1);

    private final RocksReader database;
    private final CustodySettings settings;
    private final Instant now;

    DetailRetention(RocksReader database, CustodySettings settings, Instant now) {
        this.database = database;
        this.settings = settings;
        this.now = now;
    }

    Instant of(Entry entry) throws IOException {
        // By whose word and by which list a recording went is told as long as the log is.
        if (entry.is(CustodyEvent.DISPOSED) || entry.isOfBatch()) {
            return now.plus(settings.logRetention());
        }
        Instant least = now.plus(LEAST);
        return RocksLedger.retainUntil(database, new RecordingId(entry.recording()))
                .map(until -> until.isAfter(least) ? until : least)
                .orElseGet(() -> now.plus(settings.retentionFloor()));
    }
}
