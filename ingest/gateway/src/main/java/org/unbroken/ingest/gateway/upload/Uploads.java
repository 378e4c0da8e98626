package org.unbroken.ingest.gateway.upload;

import static org.unbroken.ingest.gateway.upload.UploadMetrics.Outcome;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.intake.TakenOverException;
import org.unbroken.storage.intake.UploadSession;

/**
 * All uploads that somebody is talking about, at most one object an id, and the way to new ones.
 *
 * <p>Whoever works on an upload holds a {@link Lease} on it. Without leases it stays for a while with its file open,
 * since its next request is likely near; how many may stay, and how long, is limited.
 */
public final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    /** Cameras that create at the same moment and share a stripe wait for each other; no more than that. */
    private static final int CREATION_STRIPES = 64;

    private final UploadEnds ends;
    private final UploadLimits limits;
    private final UploadMetrics metrics;
    private final InFlight inFlight;
    private final Executor workers;
    private final SecureRandom random;
    private final RecentlyExpired expired = new RecentlyExpired();
    private final Object[] creationLocks = new Object[CREATION_STRIPES];
    /** In the order of last use. */
    private final Map<RecordingId, Entry> live = new LinkedHashMap<>();

    public Uploads(
            UploadEnds ends,
            UploadLimits limits,
            UploadMetrics metrics,
            InFlight inFlight,
            Executor workers,
            SecureRandom random) {
        this.ends = ends;
        this.limits = limits;
        this.metrics = metrics;
        this.inFlight = inFlight;
        this.workers = workers;
        this.random = random;
        for (int i = 0; i < CREATION_STRIPES; i++) {
            creationLocks[i] = new Object();
        }
    }

    public long maxBytes() {
        return limits.maxBytes();
    }

    /** Blocks on the disk: not for an event loop. When it returns the upload survives a power cut, with no bytes. */
    public UploadStatus create(Caller caller, NewUpload wanted) throws IOException, RefusedException {
        String camera = caller.cameraOf(wanted.metadata());
        long length = wanted.length().orElse(0);
        if (length > limits.maxBytes()) {
            throw Refusals.tooLong(limits.maxBytes());
        }
        if (ends.staging().freeBytes() - limits.reserveBytes() < ends.staging().spaceFor(length)) {
            throw Refusals.diskShort();
        }
        limits.refuseBacklog(ends.sessions().unpublished());
        Optional<String> doubt = ends.clockDoubt().get();
        if (doubt.isPresent()) {
            throw Refusals.clock(doubt.get());
        }
        Instant now = ends.clock().instant();
        UploadSession session = new UploadSession(
                RecordingId.generate(ends.clock(), random),
                caller.agency(),
                camera,
                caller.id(),
                wanted.length(),
                wanted.metadata().values(),
                wanted.metadata().raw(),
                now,
                now.plus(limits.emptyExpiry()),
                OptionalLong.empty(),
                ends.bootId());
        synchronized (creationLocks[Math.floorMod(camera.hashCode(), CREATION_STRIPES)]) {
            if (ends.sessions().openUploads(caller.agency(), camera) >= limits.openPerCamera()
                    && !giveUpAnEmptyOne(caller.agency(), camera, now)) {
                throw Refusals.tooManyOpen(limits.openPerCamera());
            }
            ends.sessions().create(session);
        }
        metrics.count(Outcome.CREATED);
        LOG.atInfo()
                .addKeyValue("recording", session.id())
                .addKeyValue("uploader", caller.id())
                .log("upload created");
        return new UploadStatus(
                session.id(), 0, session.length(), Optional.of(session.expires()), session.rawMetadata(), false);
    }

    /**
     * Makes room for a camera that has no place left: whoever fails right after each creation must not be locked out by
     * what it left. Only an upload without a byte is given up for that, the oldest first, and none that may just have
     * been created and not written to yet.
     */
    private boolean giveUpAnEmptyOne(String agency, String camera, Instant now) throws IOException {
        List<UploadSession> oldestFirst = ends.sessions().openSessions(agency, camera).stream()
                .filter(session ->
                        !session.created().plus(UploadLimits.EMPTY_GRACE).isAfter(now))
                .sorted(Comparator.comparing(UploadSession::created))
                .toList();
        for (UploadSession session : oldestFirst) {
            try (Lease lease = lease(session.id())) {
                if (lease.call(LiveUpload::giveUpIfEmpty).join()) {
                    return true;
                }
            } catch (CompletionException e) {
                if (e.getCause() instanceof TakenOverException) {
                    continue;
                }
                // As it was, so that one that is in the log already is known as such.
                if (e.getCause() instanceof IOException failed) {
                    throw failed;
                }
                throw e;
            }
        }
        return false;
    }

    public void refused() {
        metrics.count(Outcome.REFUSED);
    }

    public Lease lease(RecordingId id) {
        synchronized (live) {
            Entry entry = live.remove(id);
            if (entry == null) {
                entry = new Entry(new LiveUpload(
                        id,
                        ends,
                        limits,
                        metrics,
                        expired,
                        new SerialQueue(workers, ends.rightOfWay().receiving())));
            }
            live.put(id, entry);
            entry.users++;
            return new Lease(entry);
        }
    }

    /** Closes the files of uploads that nobody talked about for a while, and of the oldest when there are too many. */
    public void parkIdle() {
        Instant since = ends.clock().instant().minus(limits.idleFor());
        List<LiveUpload> toPark = new ArrayList<>();
        synchronized (live) {
            long idle = live.values().stream().filter(each -> each.users == 0).count();
            var entries = live.values().iterator();
            while (entries.hasNext()) {
                Entry entry = entries.next();
                if (entry.users == 0 && (idle > limits.idleFiles() || !entry.lastUsed.isAfter(since))) {
                    entries.remove();
                    toPark.add(entry.upload);
                    idle--;
                }
            }
        }
        // Out of the map, and without users nothing of theirs is queued: a newcomer gets an object of its own, and all
        // that is left to the old one is to close its file.
        toPark.forEach(each -> each.queue().execute(each::park));
    }

    /** Discards what has expired, as far as nobody is sending to it. Returns how many were discarded. */
    public int sweepExpired(int max) throws IOException {
        int discarded = 0;
        if (ends.clockDoubt().get().isPresent()) {
            return discarded; // by a clock that is ahead all have expired
        }
        for (UploadSession session : ends.sessions().expired(ends.clock().instant(), max)) {
            try (Lease lease = lease(session.id())) {
                if (lease.call(LiveUpload::expire).join()) {
                    discarded++;
                }
            } catch (CompletionException e) {
                if (e.getCause() instanceof TakenOverException) {
                    continue; // somebody is at it after all, or another gateway's sweep is
                }
                LOG.atError()
                        .addKeyValue("recording", session.id())
                        .setCause(e)
                        .log("expired upload could not be discarded; tried again at the next sweep");
            }
        }
        return discarded;
    }

    /**
     * Announces what other requests, perhaps other gateways, decided and could not announce.
     *
     * @return why nothing more is taken in, for who looks after the gateway; empty while bytes are. Uploads that only
     *     wait to be acknowledged are no reason: who asks may send cameras away for it, and bytes can still be received
     */
    public Optional<String> announce(int max) {
        try {
            int waiting = ends.sessions().republish(max);
            return waiting < limits.unpublishedLandings()
                    ? Optional.empty()
                    : Optional.of(
                            waiting + " uploads are here whole and cannot be acknowledged: the landings' queue cannot"
                                    + " be reached; from " + limits.unpublishedLandings() + " on nothing is taken in");
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("landings that wait to be announced could not be looked for; tried again");
            return Optional.of("the upload sessions cannot be reached: " + e.getMessage());
        }
    }

    /** Announces anew what was announced hours ago and is not sealed: what a queue has lost, nobody else would miss. */
    public int announceAgain(int max) throws IOException {
        int again = ends.sessions().announceAgain(ends.states()::isSettled, max);
        metrics.announcedAgain(again);
        return again;
    }

    /** Ends what is under way, keeping what arrived, and closes all files. */
    public CompletableFuture<Boolean> shut() {
        List<LiveUpload> all;
        synchronized (live) {
            all = live.values().stream().map(each -> each.upload).toList();
        }
        CompletableFuture<?>[] shut = all.stream()
                .map(each -> each.queue().call(() -> {
                    each.shut();
                    return true;
                }))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(shut).handle((done, failure) -> failure == null);
    }

    private static final class Entry {
        final LiveUpload upload;
        int users;
        Instant lastUsed = Instant.MIN;

        Entry(LiveUpload upload) {
            this.upload = upload;
        }
    }

    /** The right to work on one upload. To be closed when nothing that was asked of it is outstanding. */
    public final class Lease implements AutoCloseable {
        private final Entry entry;
        private boolean closed;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        public CompletableFuture<UploadStatus> look(Caller caller) {
            return call(upload -> upload.look(caller));
        }

        public CompletableFuture<Boolean> isCompleted(Caller caller) {
            return call(upload -> upload.isCompleted(caller));
        }

        /** The future completes with the transfer once its bytes may come. */
        public CompletableFuture<Transfer> begin(Caller caller, PatchStart start, Transfer.Watcher watcher) {
            return call(upload -> {
                Transfer transfer =
                        new Transfer(upload, inFlight, limits.inFlightBytesPerUpload(), start.checksum(), watcher);
                upload.begin(caller, start, transfer);
                return transfer;
            });
        }

        private <T> CompletableFuture<T> call(UploadWork<T> work) {
            return entry.upload.queue().call(() -> work.on(entry.upload));
        }

        @Override
        public void close() {
            synchronized (live) {
                if (closed) {
                    return;
                }
                closed = true;
                entry.users--;
                entry.lastUsed = ends.clock().instant();
                if (entry.users == 0 && !entry.upload.holdsFile()) {
                    live.remove(entry.upload.id());
                }
            }
        }
    }

    private interface UploadWork<T> {
        T on(LiveUpload upload) throws Exception;
    }
}
