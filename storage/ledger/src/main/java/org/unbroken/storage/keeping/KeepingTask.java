package org.unbroken.storage.keeping;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.PublishedLog;
import org.unbroken.storage.custody.Sequenced;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Has the store obey the log: holds, releases and lengthens every object of a recording of which an entry says so.
 *
 * <pre>
 *    step                                        a crash after it leaves                 and the next start
 * 1  the entry is published (not done here)      an entry, objects as they were          does 2 and 3
 * 2  every object: hold, release or later date   some objects changed                    does it again
 * 3  the note: this far (not at every entry)     all                                     goes on there
 * </pre>
 *
 * The entry comes first whatever it says. A disposal asks the log, so from the entry on a held recording stays, though no
 * object is marked yet; were the objects marked first, a crash would leave a hold that nobody placed. And a release that
 * is on record while objects are still marked keeps too long, never too short.
 *
 * <p>One thread does it, by what the ledger says now and not by what the entry said then: so a hold and a release that
 * follow each other closely leave the objects as the last one wants them.
 */
public final class KeepingTask implements LeaderTask {
    private static final Logger LOG = LoggerFactory.getLogger(KeepingTask.class);
    private static final int AT_ONCE = 512;
    /** Entries that are looked through again after a crash, at most. */
    private static final long NOTED_EVERY = 10_000;

    private static final Duration REST = Duration.ofHours(1);

    private final PublishedLog log;
    private final Ledger ledger;
    private final WormStore worm;
    private final AppliedNote note;
    /** What comes to these later is held too. */
    private final Set<RecordingId> held = new HashSet<>();

    private long next = -1;
    private long noted;

    public KeepingTask(PublishedLog log, Ledger ledger, WormStore worm, AppliedNote note) {
        this.log = log;
        this.ledger = ledger;
        this.worm = worm;
        this.note = note;
    }

    @Override
    public String name() {
        return "keeping";
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        if (next < 0) {
            held.addAll(ledger.held());
            noted = Math.min(note.upTo(), log.publishedSize());
            next = noted;
        }
        while (next < log.publishedSize()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            boolean changed = false;
            List<Sequenced> entries = log.read(next, AT_ONCE);
            for (Sequenced sequenced : entries) {
                changed |= take(sequenced.entry());
            }
            next += entries.size();
            if (changed || next - noted >= NOTED_EVERY) {
                note.upTo(next);
                noted = next;
            }
        }
        return REST;
    }

    /** Whether it asked something of the store. */
    private boolean take(Entry entry) throws IOException {
        if (entry.isOfBatch() || entry.isOfCase()) {
            return false;
        }
        RecordingId id = new RecordingId(entry.recording());
        if (entry.is(CustodyEvent.HELD) || entry.is(CustodyEvent.RELEASED) || entry.is(CustodyEvent.RETAINED)) {
            obey(id);
            return true;
        }
        if (entry.is(CustodyEvent.DISPOSED)) {
            held.remove(id);
        } else if (held.contains(id)) {
            hold(ObjectKey.detail(id, entry.detail()));
            if (entry.analysis().isPresent()) {
                hold(ObjectKey.analysis(id, entry.analysis().get()));
            }
        }
        if (entry.is(CustodyEvent.INSPECTED) && entry.analysis().isPresent()) {
            keepAsLong(id, ObjectKey.analysis(id, entry.analysis().get()));
        }
        return false;
    }

    private void obey(RecordingId id) throws IOException {
        Optional<Recording> wanted = kept(id);
        while (wanted.isPresent()) {
            obey(wanted.get());
            Optional<Recording> now = kept(id);
            if (now.isPresent()
                    && now.get().isHeld() == wanted.get().isHeld()
                    && now.get().retainUntil().equals(wanted.get().retainUntil())) {
                return;
            }
            wanted = now;
        }
        held.remove(id);
    }

    private Optional<Recording> kept(RecordingId id) throws IOException {
        return ledger.find(id).filter(recording -> recording.state() != RecordingState.DISPOSED);
    }

    private void obey(Recording wanted) throws IOException {
        RecordingId id = wanted.id();
        if (wanted.isHeld()) {
            held.add(id);
        } else {
            held.remove(id);
        }
        int objects = 0;
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.recordingPrefix(id))) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                obey(wanted, each.next());
                objects++;
            }
        }
        LOG.info(
                "recording {}: {} objects {}held, to be kept until {}",
                id,
                objects,
                wanted.isHeld() ? "" : "not ",
                wanted.retainUntil().map(String::valueOf).orElse("their dates"));
    }

    /** Also what seems to be so already: what a process before this one did may not be durable yet. */
    private void obey(Recording wanted, ObjectKey key) throws IOException {
        if (wanted.isHeld()) {
            worm.hold(key);
        } else {
            worm.release(key);
        }
        if (wanted.retainUntil().isPresent()) {
            worm.extend(key, wanted.retainUntil().get());
        }
    }

    private void hold(ObjectKey key) throws IOException {
        try {
            worm.hold(key);
        } catch (NoSuchFileException e) {
            // What is missing is the audit's to tell, and is no reason to hold nothing else.
            LOG.warn("{} is to be held, and is not in the store", key);
        }
    }

    /** An analysis is locked by the date in the manifest, which may have been lengthened since. */
    private void keepAsLong(RecordingId id, ObjectKey key) throws IOException {
        Optional<StoredObject> stored = worm.find(key);
        Optional<Recording> recording = kept(id);
        if (stored.isPresent()
                && recording
                        .flatMap(Recording::retainUntil)
                        .filter(stored.get().retainUntil()::isBefore)
                        .isPresent()) {
            worm.extend(key, recording.flatMap(Recording::retainUntil).get());
        }
    }
}
