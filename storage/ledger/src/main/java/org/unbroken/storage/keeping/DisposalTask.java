package org.unbroken.storage.keeping;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.custody.Erasure;
import org.unbroken.storage.custody.Sequenced;
import org.unbroken.storage.custody.TooSoonException;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StillKeptException;
import org.unbroken.storage.worm.WormStore;

/**
 * Carries out batches that two persons approved and somebody ordered. Whoever leads the log does it, and no other.
 *
 * <pre>
 *    step, for some recordings at a time          a crash after it leaves                     and the next start
 * 1  what is on its way published, and then       nothing                                     looks again
 *    each looked at once more
 * 2  a disposed entry of each, published          entries of what is still there              finds them, does 3 and 4
 * 3  every object of each deleted, but the        some objects                                deletes the rest
 *    disposed entry's own detail
 * 4  what other places know of them erased        some of it                                  does it again
 * 5  the batch's last entry                       a batch that is done                        finds it done
 * </pre>
 *
 * The entry comes before the deletion: what is gone was always said to go, and the store without an entry is damage. So a
 * crash leaves too much, never too little. Where something was stated between 1 and 2, the log refuses the entry; the
 * recording is looked at again.
 */
public final class DisposalTask implements LeaderTask {
    private static final Logger LOG = LoggerFactory.getLogger(DisposalTask.class);
    private static final int AT_ONCE = 64;
    /** Looks at a recording about which, or about whose case, something is stated at each. */
    private static final int MOST_LOOKS = 5;

    private static final int READ_AT_ONCE = 512;
    private static final int MOST_NAMED = 1000;
    private static final Duration REST = Duration.ofHours(1);
    /** Objects that the store keeps for a day at least, of something that happened to the recording in its last hours. */
    private static final Duration UNTIL_KEPT_NO_MORE = Duration.ofMinutes(10);

    private final CustodyLog log;
    private final Ledger ledger;
    private final WormStore worm;
    private final Disposals disposals;
    private final Eligibility eligibility;
    private final Erasure elsewhere;
    private final InstantSource clock;
    private final Set<RecordingId> ordered = new LinkedHashSet<>();

    private long next = -1;

    /** Where no agency has a rulebook. */
    public DisposalTask(
            CustodyLog log, Ledger ledger, WormStore worm, OpenCases cases, Erasure elsewhere, InstantSource clock) {
        this(log, ledger, worm, cases, KeepingRules.NONE, elsewhere, clock);
    }

    public DisposalTask(
            CustodyLog log,
            Ledger ledger,
            WormStore worm,
            OpenCases cases,
            KeepingRules rules,
            Erasure elsewhere,
            InstantSource clock) {
        this.log = log;
        this.ledger = ledger;
        this.worm = worm;
        this.disposals = new Disposals(ledger, worm);
        this.eligibility = new Eligibility(ledger, worm, cases, rules, clock);
        this.elsewhere = elsewhere;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "disposal";
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        if (next < 0) {
            long published = log.publishedSize();
            for (DisposalBatch batch : disposals.all()) {
                if (batch.state() == DisposalBatch.State.ORDERED) {
                    ordered.add(batch.id());
                }
            }
            next = published;
        }
        hear();
        boolean waits = false;
        for (Iterator<RecordingId> each = ordered.iterator(); each.hasNext(); ) {
            if (carriedOut(each.next())) {
                each.remove();
            } else {
                waits = true;
            }
        }
        return waits ? UNTIL_KEPT_NO_MORE : REST;
    }

    /** Orders that were published since. */
    private void hear() throws IOException {
        while (next < log.publishedSize()) {
            List<Sequenced> entries = log.read(next, READ_AT_ONCE);
            for (Sequenced each : entries) {
                if (each.entry().is(CustodyEvent.DISPOSAL_ORDERED)) {
                    ordered.add(new RecordingId(each.entry().recording()));
                }
            }
            next += entries.size();
        }
    }

    /** Whether there is nothing more to do about it. */
    private boolean carriedOut(RecordingId id) throws IOException, InterruptedException {
        Optional<DisposalBatch> found = disposals.find(id);
        if (found.isEmpty() || found.get().state() != DisposalBatch.State.ORDERED) {
            return true;
        }
        DisposalBatch batch = found.get();
        awaitWhatIsOnItsWay();
        List<RecordingId> all = disposals.list(batch).recordings().stream()
                .map(DisposalList.Item::recording)
                .toList();
        Map<RecordingId, String> stay = new LinkedHashMap<>();
        List<RecordingId> gone = new ArrayList<>();
        for (RecordingId each : all) {
            reasonToKeep(batch, each).ifPresent(reason -> stay.put(each, reason));
            if (isDisposedBy(batch, each)) {
                gone.add(each);
            }
        }
        boolean refused = !stay.isEmpty() && gone.isEmpty() && !batch.leavesOut();
        List<RecordingId> go = refused
                ? List.of()
                : all.stream().filter(each -> !stay.containsKey(each)).toList();
        boolean erased = true;
        for (int from = 0; from < go.size(); from += AT_ONCE) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            erased &= dispose(batch, go.subList(from, Math.min(go.size(), from + AT_ONCE)), stay);
        }
        if (!erased) {
            return false;
        }
        long disposed = refused
                ? 0
                : go.stream().filter(each -> !stay.containsKey(each)).count();
        published(log.append(DisposalFacts.done(batch, clock.instant(), outcome(disposed, stay))));
        LOG.info("batch {}: {} recordings disposed of, {} stay", id, disposed, stay.size());
        return true;
    }

    /**
     * What others stated is not in the ledger before it is published. And a run before this one may have entered
     * disposals: until they are published, their recordings do not look disposed of, and yet have a detail, the
     * disposal's own, that the store keeps as long as the log.
     */
    private void awaitWhatIsOnItsWay() throws IOException, InterruptedException {
        long appended = log.appendedSize();
        try {
            if (appended > log.publishedSize()) {
                log.published(appended - 1).get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the log does not publish: " + e.getCause(), e);
        }
    }

    /** What this batch disposed of already goes on going. */
    private Optional<String> reasonToKeep(DisposalBatch batch, RecordingId id) throws IOException {
        Optional<String> reason = eligibility.reasonToKeep(id, batch.agency());
        return reason.isPresent() && isDisposedBy(batch, id) ? Optional.empty() : reason;
    }

    private boolean isDisposedBy(DisposalBatch batch, RecordingId id) throws IOException {
        return disposal(id)
                .filter(record -> record.entry().list().equals(Optional.of(batch.list())))
                .isPresent();
    }

    private Optional<CustodyRecord> disposal(RecordingId id) throws IOException {
        return ledger.custody(id).stream()
                .filter(record -> record.entry().is(CustodyEvent.DISPOSED))
                .findFirst();
    }

    /** Whether nothing of them is left. */
    private boolean dispose(DisposalBatch batch, List<RecordingId> some, Map<RecordingId, String> stay)
            throws IOException, InterruptedException {
        List<RecordingId> gone = new ArrayList<>();
        List<RecordingId> left = some;
        for (int looks = 1; !left.isEmpty(); looks++) {
            List<RecordingId> again = new ArrayList<>();
            enter(batch, left, gone, stay, again);
            if (looks == MOST_LOOKS) {
                again.forEach(id -> stay.put(id, "had something stated about it, or about its case, at each look"));
                break;
            }
            left = again;
        }
        boolean erased = true;
        for (RecordingId id : gone) {
            erased &= delete(id);
        }
        elsewhere.forget(gone);
        return erased;
    }

    /**
     * Of those that may go still, an entry each: they were found eligible a while ago, should the batch be a large one.
     *
     * @param again those about which something came in between that has to be looked at
     */
    private void enter(
            DisposalBatch batch,
            List<RecordingId> some,
            List<RecordingId> gone,
            Map<RecordingId, String> stay,
            List<RecordingId> again)
            throws IOException, InterruptedException {
        String actor = batch.order().orElseThrow().entry().actor();
        awaitWhatIsOnItsWay();
        // Before looking: what comes from here on, the log sees for us.
        long seen = log.publishedSize();
        Map<RecordingId, CompletableFuture<Sequenced>> entries = new LinkedHashMap<>();
        for (RecordingId id : some) {
            Optional<String> reason = reasonToKeep(batch, id);
            if (reason.isPresent()) {
                stay.put(id, reason.get());
            } else {
                Optional<Recording> recording = ledger.find(id);
                entries.put(id, log.append(DisposalFacts.disposed(batch, id, recording, seen, clock.instant(), actor)));
            }
        }
        for (Map.Entry<RecordingId, CompletableFuture<Sequenced>> entry : entries.entrySet()) {
            try {
                published(entry.getValue());
                gone.add(entry.getKey());
            } catch (RefusedException e) {
                if (e.getCause() instanceof TooSoonException) {
                    again.add(entry.getKey());
                } else {
                    // A hold that came in between.
                    stay.put(entry.getKey(), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(Throwable why) {
            super(why.getMessage(), why);
        }
    }

    private void published(CompletableFuture<Sequenced> appended) throws IOException, InterruptedException {
        try {
            log.published(appended.get().index()).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new RefusedException(refused);
            }
            throw new IOException("the log does not take the entry: " + e.getCause(), e);
        }
    }

    private boolean delete(RecordingId id) throws IOException {
        Sha256 own = disposal(id)
                .orElseThrow(() -> new IOException("recording " + id + " has no disposed entry yet"))
                .entry()
                .detail();
        ObjectKey stays = ObjectKey.detail(id, own);
        boolean whole = true;
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.recordingPrefix(id))) {
            for (ObjectKey key : keys.toList()) {
                if (!key.equals(stays)) {
                    whole &= delete(key);
                }
            }
        }
        return whole;
    }

    private boolean delete(ObjectKey key) throws IOException {
        try {
            worm.dispose(key, clock.instant());
            return true;
        } catch (StillKeptException e) {
            LOG.warn("not deleted yet, and tried again: {}", e.getMessage());
            return false;
        }
    }

    private static JsonObject outcome(long disposed, Map<RecordingId, String> stay) {
        JsonArray named = new JsonArray(stay.entrySet().stream()
                .limit(MOST_NAMED)
                .<Json>map(kept -> JsonObject.builder()
                        .put("recording", kept.getKey().value())
                        .put("reason", kept.getValue())
                        .build())
                .toList());
        return JsonObject.builder()
                .put("disposed", disposed)
                .put("stayed", stay.size())
                .put("stay", named)
                .build();
    }
}
