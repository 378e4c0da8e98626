package org.unbroken.storage.custody;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

/**
 * How the custody log works.
 *
 * @param database the directory of log and ledger
 * @param mark the file that says how far the log was published. Beside the key, and never with the database or the store:
 *     it is there for when those are lost or cut off
 * @param flushInterval how long an appended entry may wait for others before it is flushed into the WORM store; less where
 *     a whole segment is there sooner, or somebody waits for the answer to an append. Each flush is two objects there
 * @param retryFirst pause after the first failed try to write; doubled after each further one
 * @param retryLongest the longest such pause
 * @param batchFacts facts sequenced in one write at most
 * @param queueFacts facts that may wait to be sequenced; beyond it {@code append} fails at once
 * @param unpublishedEntries entries not yet published at which sequencing pauses, so that a WORM store that is away
 *     cannot fill this disk
 * @param segmentEntries entries in one segment object at most
 * @param segmentBytes bytes in one segment object at most
 * @param retentionFloor how long details are locked, from the server's clock when they are stored
 * @param logRetention how long segments and checkpoints are locked, likewise
 * @param detailWriters details written into the WORM store at the same time. Each mostly waits for the disk, or the store,
 *     which makes several durable in the time of one
 */
public record CustodySettings(
        Path database,
        Path mark,
        Duration flushInterval,
        Duration retryFirst,
        Duration retryLongest,
        int batchFacts,
        int queueFacts,
        long unpublishedEntries,
        int segmentEntries,
        int segmentBytes,
        Duration retentionFloor,
        Duration logRetention,
        int detailWriters) {

    private static final int LARGEST_SEGMENT = 16 << 20;

    public CustodySettings {
        atLeast("flushInterval", flushInterval, Duration.ZERO);
        atLeast("retryFirst", retryFirst, Duration.ofMillis(1));
        atLeast("retryLongest", retryLongest, retryFirst);
        between("batchFacts", batchFacts, 1, 65_536);
        between("queueFacts", queueFacts, 1, 10_000_000);
        between("unpublishedEntries", unpublishedEntries, 1, 1_000_000_000);
        between("segmentEntries", segmentEntries, 1, 65_536);
        between("segmentBytes", segmentBytes, 65_537, LARGEST_SEGMENT);
        atLeast("retentionFloor", retentionFloor, Duration.ofMinutes(1));
        atLeast("logRetention", logRetention, Duration.ofMinutes(1));
        between("detailWriters", detailWriters, 1, 64);
    }

    /** The mark lies beside the database; who has keys in a folder of their own puts it there. */
    public static CustodySettings defaults(Path database) {
        return new CustodySettings(
                database,
                database.resolveSibling(database.getFileName() + ".published"),
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                1024,
                65_536,
                1_000_000,
                4096,
                8 << 20,
                Duration.ofDays(2 * 365 + 1),
                Duration.ofDays(100 * 365 + 25),
                16);
    }

    public CustodySettings withDatabase(Path other) {
        return with(changed -> changed.database = other);
    }

    public CustodySettings withMark(Path file) {
        return with(changed -> changed.mark = file);
    }

    public CustodySettings withFlushInterval(Duration interval) {
        return with(changed -> changed.flushInterval = interval);
    }

    public CustodySettings withRetries(Duration first, Duration longest) {
        return with(changed -> {
            changed.retryFirst = first;
            changed.retryLongest = longest;
        });
    }

    public CustodySettings withLimits(int queue, long unpublished, int entriesPerSegment) {
        return with(changed -> {
            changed.queueFacts = queue;
            changed.unpublishedEntries = unpublished;
            changed.segmentEntries = entriesPerSegment;
        });
    }

    public CustodySettings withRetention(Duration details, Duration log) {
        return with(changed -> {
            changed.retentionFloor = details;
            changed.logRetention = log;
        });
    }

    public CustodySettings withDetailWriters(int threads) {
        return with(changed -> changed.detailWriters = threads);
    }

    private CustodySettings with(Consumer<Changed> change) {
        Changed changed = new Changed(this);
        change.accept(changed);
        return changed.settings();
    }

    /** The same settings, to be changed. */
    private static final class Changed {
        private Path database;
        private Path mark;
        private Duration flushInterval;
        private Duration retryFirst;
        private Duration retryLongest;
        private final int batchFacts;
        private int queueFacts;
        private long unpublishedEntries;
        private int segmentEntries;
        private final int segmentBytes;
        private Duration retentionFloor;
        private Duration logRetention;
        private int detailWriters;

        Changed(CustodySettings from) {
            database = from.database;
            mark = from.mark;
            flushInterval = from.flushInterval;
            retryFirst = from.retryFirst;
            retryLongest = from.retryLongest;
            batchFacts = from.batchFacts;
            queueFacts = from.queueFacts;
            unpublishedEntries = from.unpublishedEntries;
            segmentEntries = from.segmentEntries;
            segmentBytes = from.segmentBytes;
            retentionFloor = from.retentionFloor;
            logRetention = from.logRetention;
            detailWriters = from.detailWriters;
        }

        CustodySettings settings() {
            return new CustodySettings(
                    database,
                    mark,
                    flushInterval,
                    retryFirst,
                    retryLongest,
                    batchFacts,
                    queueFacts,
                    unpublishedEntries,
                    segmentEntries,
                    segmentBytes,
                    retentionFloor,
                    logRetention,
                    detailWriters);
        }
    }

    PublishedMark publishedMark() {
        return new PublishedMark(mark, new DurableFiles(new LocalDisk()));
    }

    private static void atLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", and at least " + least + " is needed");
        }
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ": " + least + " to " + most);
        }
    }
}
