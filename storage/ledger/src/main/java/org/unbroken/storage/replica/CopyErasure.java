package org.unbroken.storage.replica;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.ObjectKey;

/**
 * A disposal in the second store: of a recording that the log says was disposed of nothing stays but the entry's own detail.
 * A crash leaves some objects; the next call finds them.
 */
final class CopyErasure {
    private static final Logger LOG = LoggerFactory.getLogger(CopyErasure.class);

    private final SecondStore second;
    private final Ledger ledger;
    private final Budget budget;
    private final InstantSource clock;

    CopyErasure(SecondStore second, Ledger ledger, Budget budget, InstantSource clock) {
        this.second = second;
        this.ledger = ledger;
        this.budget = budget;
        this.clock = clock;
    }

    /** Whose it is, by its key; empty for the log's own. */
    static Optional<RecordingId> recordingOf(ObjectKey key) {
        String[] parts = key.value().split("/", -1);
        if (!parts[0].equals("recordings") || parts.length < 6) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecordingId(parts[4]));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Whether it is of a recording that was disposed of, and not what says so. */
    boolean isToGo(ObjectKey key) throws IOException {
        Optional<RecordingId> id = recordingOf(key);
        return id.isPresent() && isDisposed(id.get()) && !ownDetail(id.get()).equals(Optional.of(key));
    }

    boolean isDisposed(RecordingId id) throws IOException {
        return ledger.find(id)
                .filter(recording -> recording.state() == RecordingState.DISPOSED)
                .isPresent();
    }

    private Optional<ObjectKey> ownDetail(RecordingId id) throws IOException {
        Optional<Sha256> digest = ledger.custody(id).stream()
                .map(CustodyRecord::entry)
                .filter(entry -> entry.is(CustodyEvent.DISPOSED))
                .map(Entry::detail)
                .findFirst();
        return digest.map(found -> ObjectKey.detail(id, found));
    }

    /**
     * Deletes what the second store lets go of, and goes on where it does not.
     *
     * @return what stands in the way; empty once nothing is left
     */
    Optional<String> erase(RecordingId id) throws IOException {
        synchronized (budget) {
            if (!isDisposed(id)) {
                LOG.error(
                        "recording {} is to be erased in {}, and the log does not say so: it stays", id, second.name());
                return Optional.empty();
            }
            Optional<ObjectKey> own = ownDetail(id);
            Optional<String> left = Optional.empty();
            for (ObjectKey key : there(second, id)) {
                if (!own.equals(Optional.of(key))) {
                    Optional<String> why = erase(key);
                    left = left.or(() -> why);
                }
            }
            return left;
        }
    }

    private Optional<String> erase(ObjectKey key) throws InterruptedIOException {
        try {
            second.store().release(key);
            second.store().dispose(key, clock.instant());
            return Optional.empty();
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} not erased in {} yet, and tried again: {}", key, second.name(), e.toString());
            return Optional.of(key + ": " + e.getMessage());
        }
    }

    static List<ObjectKey> there(SecondStore second, RecordingId id) throws IOException {
        try (Stream<ObjectKey> keys = second.store().list(ObjectKey.recordingPrefix(id))) {
            return keys.toList();
        }
    }
}
