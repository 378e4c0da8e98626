package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.ObjectKey;

/**
 * What is known of the log from elsewhere than the store. By itself, a log whose newest segments and checkpoints are all
 * gone is a shorter and consistent one.
 *
 * @param published what the store must hold, with whoever says so
 * @param furthest entries that the log may have without anybody having missed some: published, or on their way
 * @param isMarked whether the mark beside the key is there. A database alone may be an old copy
 * @param pending objects of entries that the database has and has not yet published
 */
record KnownLog(List<Published> published, long furthest, boolean isMarked, Set<ObjectKey> pending) {
    static final KnownLog NOTHING = new KnownLog(List.of(), 0, false, Set.of());

    private static final Logger LOG = LoggerFactory.getLogger(KnownLog.class);

    record Published(String by, PublishedCheckpoint checkpoint) {
        long size() {
            return checkpoint.size();
        }
    }

    KnownLog {
        published = List.copyOf(published);
        pending = Set.copyOf(pending);
    }

    /** As {@link #of}, from a database that is opened for that; one that cannot be read tells nothing. */
    static KnownLog recall(Path database, Optional<PublishedCheckpoint> mark) throws IOException {
        if (!Files.isDirectory(database)) {
            return of(null, mark);
        }
        RocksDatabase opened;
        try {
            opened = RocksDatabase.open(database, Families.ALL);
        } catch (IOException damaged) {
            LOG.warn("{} cannot be read, so the log is not compared with it: {}", database, damaged.getMessage());
            return of(null, mark);
        }
        try (opened) {
            return of(opened, mark);
        }
    }

    static KnownLog of(@Nullable RocksDatabase database, Optional<PublishedCheckpoint> mark) throws IOException {
        List<Published> published = new ArrayList<>();
        Set<ObjectKey> pending = new HashSet<>();
        long furthest = 0;
        if (mark.isPresent()) {
            published.add(new Published("the mark beside the log's key", mark.get()));
            furthest = mark.get().size();
        }
        if (database != null) {
            LogRecords.published(database)
                    .ifPresent(newest -> published.add(new Published("the ledger's database", newest)));
            furthest = Math.max(furthest, RocksLedger.publishedSize(database));
            furthest = Math.max(
                    furthest,
                    LogRecords.intent(database).map(SegmentIntent::end).orElse(0L));
            addPending(database, pending);
        }
        return new KnownLog(published, furthest, mark.isPresent(), pending);
    }

    private static void addPending(RocksDatabase database, Set<ObjectKey> pending) throws IOException {
        long size = RocksLedger.size(database);
        for (long index = RocksLedger.publishedSize(database); index < size; index++) {
            Entry entry = Entry.parse(LogRecords.entry(database, index));
            RecordingId id = new RecordingId(entry.recording());
            pending.add(ObjectKey.detail(id, entry.detail()));
            pending.add(ObjectKey.manifest(id));
            entry.analysis().ifPresent(digest -> pending.add(ObjectKey.analysis(id, digest)));
        }
    }

    /** Whether a log of this size can be said to have its end. */
    boolean vouchesForEnd(long size) {
        return isMarked && size <= furthest;
    }
}
