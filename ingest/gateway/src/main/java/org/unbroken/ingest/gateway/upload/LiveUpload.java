package org.unbroken.ingest.gateway.upload;

import static org.unbroken.ingest.gateway.upload.UploadMetrics.Outcome;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.tus.UploadMetadata;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.LandingUnpublishedException;
import org.unbroken.storage.intake.TakenOverException;
import org.unbroken.storage.intake.UploadSession;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.staging.StagedFile;

/**
 * One upload while somebody is talking about it. There is at most one of these for an id at a time, and all of its
 * methods run on its {@link #queue}, one after another: so no lock is ever held, and none can be left behind.
 *
 * <p>A newer request ends an older one: {@link #writer} names the one transfer whose bytes count, and what an older one
 * still delivers is dropped.
 *
 * <p>Whatever fails here throws away what is in memory; the next request finds its way from the disk, as it does after a
 * crash.
 */
final class LiveUpload {
    private static final Logger LOG = LoggerFactory.getLogger(LiveUpload.class);

    private final RecordingId id;
    private final UploadEnds ends;
    private final UploadLimits limits;
    private final UploadMetrics metrics;
    private final SerialQueue queue;
    private final RecentlyExpired expired;

    private @Nullable UploadSession session;
    private @Nullable Landing landing;
    private @Nullable StagedBytes bytes;
    private @Nullable Transfer writer;
    private Instant expires = Instant.MAX;
    /** Seen by the registry to tell whether there is anything to close. */
    private volatile boolean holdsFile;

    LiveUpload(
            RecordingId id,
            UploadEnds ends,
            UploadLimits limits,
            UploadMetrics metrics,
            RecentlyExpired expired,
            SerialQueue queue) {
        this.id = id;
        this.ends = ends;
        this.limits = limits;
        this.metrics = metrics;
        this.expired = expired;
        this.queue = queue;
    }

    RecordingId id() {
        return id;
    }

    SerialQueue queue() {
        return queue;
    }

    boolean holdsFile() {
        return holdsFile;
    }

    /** For HEAD. Ends a transfer under way, whose connection may long be dead, so that the answer stays true. */
    UploadStatus look(Caller caller) throws IOException, RefusedException {
        load(caller);
        if (session == null) {
            return completedStatus();
        }
        try {
            end(writer);
            StagedBytes staged = staged();
            if (staged.isWhole()) {
                complete(staged);
                return completedStatus();
            }
            refuseExpired();
            return openStatus(staged);
        } catch (IOException | RuntimeException e) {
            throw forget(e);
        }
    }

    /**
     * Whether this caller's upload has landed; disturbs nothing. One whose bytes are all here and whose landing is not
     * written has not: HEAD completes it.
     */
    boolean isCompleted(Caller caller) throws IOException, RefusedException {
        load(caller);
        return session == null;
    }

    /** Checks what a request says before its bytes come, and makes it the one whose bytes count. */
    void begin(Caller caller, PatchStart start, Transfer transfer) throws IOException, RefusedException {
        load(caller);
        if (session == null) {
            beginCompleted(start, transfer);
            return;
        }
        try {
            end(writer);
            StagedBytes staged = staged();
            if (staged.isWhole()) {
                complete(staged);
                beginCompleted(start, transfer);
                return;
            }
            refuseExpired();
            long limit = start.limit(staged.length(), staged.announced(), limits.maxBytes());
            if (ends.staging().freeBytes() < limits.reserveBytes()) {
                throw Refusals.diskShort();
            }
            limits.refuseBacklog(ends.sessions().unpublished());
            refuseDoubt();
            if (start.length().isPresent() && staged.announced().isEmpty()) {
                staged.announce(start.length().getAsLong());
            }
            if (start.checksum().isPresent()) {
                staged.hold();
            }
            transfer.grant(staged.length(), limit - staged.length());
            writer = transfer;
        } catch (IOException | RuntimeException e) {
            throw forget(e);
        }
    }

    private void beginCompleted(PatchStart start, Transfer transfer) throws RefusedException {
        long size = completedStatus().offset();
        start.requireNothingNew(size);
        transfer.grant(size, 0);
    }

    /** Writes and digests. */
    void append(Transfer transfer, ByteBuffer body) throws IOException, RefusedException {
        int count = body.remaining();
        if (count == 0) {
            return;
        }
        if (session == null && transfer.room() == 0 && find()) {
            long size = completedStatus().offset();
            throw Refusals.surplus(size, size);
        }
        if (transfer != writer || bytes == null) {
            throw stale();
        }
        StagedBytes staged = bytes;
        try {
            if (count > transfer.room()) {
                writer = null;
                boolean deferred = staged.announced().isEmpty();
                long limit = staged.length() + transfer.room();
                staged.takeBack(transfer.start());
                throw deferred ? Refusals.tooLong(limit) : Refusals.surplus(limit, staged.length());
            }
            int chunks = staged.recordedChunks();
            // Before the bytes: an upload that holds some never has the short life of one that holds none.
            postponeExpiry();
            staged.append(body);
            transfer.took(count);
            metrics.written(count);
            if (staged.recordedChunks() > chunks && ends.staging().freeBytes() < limits.reserveBytes()) {
                throw Refusals.diskShort();
            }
        } catch (IOException | RuntimeException e) {
            throw forget(e);
        }
    }

    /** The request's last byte was appended. When this returns a completed status, the landing is durable. */
    UploadStatus finish(Transfer transfer) throws IOException, RefusedException {
        if (session == null) {
            if (transfer.room() == 0 && (landing != null || completedElsewhere != null)) {
                return completedStatus();
            }
            throw stale();
        }
        if (transfer != writer || bytes == null) {
            throw stale();
        }
        StagedBytes staged = bytes;
        try {
            writer = null;
            if (!transfer.isAsMeant()) {
                staged.takeBack(transfer.start());
                throw Refusals.checksumMismatch(staged.length());
            }
            if (transfer.isChecked()) {
                staged.release();
            }
            if (staged.isWhole()) {
                complete(staged);
                return completedStatus();
            }
            return openStatus(staged);
        } catch (IOException | RuntimeException e) {
            throw forget(e);
        }
    }

    /** The connection is gone in the middle of the body: what came counts, unless it waited for its checksum. */
    void abandon(Transfer transfer) throws IOException {
        if (transfer != writer) {
            return;
        }
        metrics.count(Outcome.INTERRUPTED);
        try {
            settle(transfer);
            LOG.atInfo()
                    .addKeyValue("recording", id)
                    .addKeyValue("offset", bytes == null ? -1 : bytes.length())
                    .log("upload interrupted");
        } catch (IOException | RuntimeException e) {
            throw forget(e);
        }
    }

    private void end(@Nullable Transfer older) throws IOException {
        if (older != null) {
            try {
                settle(older);
            } finally {
                older.superseded();
            }
            LOG.atInfo().addKeyValue("recording", id).log("a newer request ended an older one");
        }
    }

    private void settle(Transfer transfer) throws IOException {
        writer = null;
        if (transfer.isChecked() && bytes != null) {
            bytes.takeBack(transfer.start());
        }
        if (bytes != null) {
            bytes.settle();
        }
    }

    /**
     * Discards an upload that was not finished in time; one whose bytes are all here is completed instead, whether or
     * not its client ever heard.
     *
     * @return whether it was discarded
     */
    boolean expire() throws IOException {
        if (!find() || session == null || writer != null || !isExpired()) {
            return false;
        }
        UploadSession gone = session;
        try {
            StagedBytes staged = staged();
            if (staged.isWhole()) {
                complete(staged);
                return false;
            }
            refuseDoubt();
            return discard(gone, gone.expires(), "unfinished upload expired");
        } catch (RefusedException e) {
            return false; // looked at again by the next sweep
        } catch (IOException | RuntimeException e) {
            throw forget(e);
        }
    }

    /**
     * Discards an upload that holds nothing, to make room for another of its camera.
     *
     * @return whether it was discarded
     */
    boolean giveUpIfEmpty() throws IOException {
        if (!find() || session == null || writer != null) {
            return false;
        }
        UploadSession gone = session;
        try {
            // One that was announced with no bytes is whole, not empty.
            if (gone.length().orElse(1) == 0 || (bytes != null && bytes.isWhole()) || isWrittenElsewhere(gone)) {
                return false;
            }
            // First: another gateway that was about to write then finds that it may not, before a byte counts.
            ends.sessions().acquire(id);
            if (holdsBytes()) {
                return false;
            }
            return discard(gone, ends.clock().instant(), "empty upload given up for a new one of its camera");
        } catch (IOException | RuntimeException e) {
            throw forget(e);
        }
    }

    /** Its long life is recorded before its first byte: so nobody at work on it is disturbed for a look. */
    private boolean isWrittenElsewhere(UploadSession seen) {
        return ends.staging().outlivesMachine()
                && seen.expires().isAfter(seen.created().plus(limits.emptyExpiry()));
    }

    /** Bytes on the disk count, also such as recovery may take back: looking closer would mean reading them. */
    private boolean holdsBytes() throws IOException {
        if (bytes != null) {
            return bytes.length() > 0;
        }
        try (StagedFile file = ends.staging().open(id)) {
            return file.length() > 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean discard(UploadSession gone, Instant since, String why) throws IOException {
        park();
        // First the session: once that is gone nothing refers to the bytes. A crash in between leaves a file that no
        // session names, which the next start reports; never a session for bytes that were given up.
        if (!ends.sessions().discard(id)) {
            return false;
        }
        ends.staging().discard(id);
        session = null;
        expired.remember(gone, since);
        metrics.count(Outcome.EXPIRED);
        LOG.atInfo()
                .addKeyValue("recording", id)
                .addKeyValue("expires", gone.expires())
                .log(why);
        return true;
    }

    /** Closes the file between requests. */
    void park() {
        if (bytes != null) {
            bytes.closeAfter(null);
            bytes = null;
            holdsFile = false;
        }
    }

    /** The server closes: whatever is under way ends here, with all that arrived kept. */
    void shut() throws IOException {
        try {
            end(writer);
        } finally {
            park();
        }
    }

    // ---- finding what is there

    /** A recording that the ledger knows and the sessions no longer do: after a rebuild from the store. */
    private @Nullable Recording completedElsewhere;

    private void load(Caller caller) throws IOException, RefusedException {
        boolean found;
        try {
            found = find();
        } catch (LandingUnpublishedException e) {
            UploadSession whole = ends.sessions().find(id).orElseThrow(() -> e);
            if (!caller.sees(whole.agency(), whole.camera())) {
                throw Refusals.notFound();
            }
            throw e;
        }
        if (!found) {
            expired.refuse(id, caller);
            throw Refusals.notFound();
        }
        if (!isOf(caller)) {
            throw Refusals.notFound();
        }
    }

    /**
     * What is in memory counts as long as no other gateway has continued or ended the upload. If one has, a request that
     * still writes here is over: its client, if there is one, is talking to the other.
     */
    private boolean find() throws IOException {
        if (session != null && !ends.sessions().isHeld(id)) {
            letGo();
        }
        if (session != null || landing != null || completedElsewhere != null) {
            return true;
        }
        landing = ends.sessions().landing(id).orElse(null);
        if (landing == null) {
            session = ends.sessions().find(id).orElse(null);
            if (session != null) {
                expires = session.expires();
            } else {
                completedElsewhere = ends.states().find(id).orElse(null);
            }
        }
        return session != null || landing != null || completedElsewhere != null;
    }

    private boolean isOf(Caller caller) {
        if (session != null) {
            return caller.sees(session.agency(), session.camera());
        }
        if (landing != null) {
            return caller.sees(landing.agency(), landing.camera());
        }
        return completedElsewhere != null && caller.sees(completedElsewhere.agency(), completedElsewhere.camera());
    }

    private StagedBytes staged() throws IOException {
        if (bytes == null) {
            ends.sessions().acquire(id);
            // Anew: what was read before may lack a length set since, or name an older boot.
            UploadSession now =
                    ends.sessions().find(id).orElseThrow(() -> new IOException("the session of " + id + " is gone"));
            session = now;
            expires = now.expires();
            bytes = StagedBytes.open(now, ends);
            holdsFile = true;
        }
        return bytes;
    }

    private void letGo() {
        Transfer older = writer;
        writer = null;
        park();
        session = null;
        if (older != null) {
            older.superseded();
        }
        LOG.atInfo().addKeyValue("recording", id).log("another gateway continues this upload");
    }

    private IOException forget(Exception cause) {
        if (cause instanceof TakenOverException || cause instanceof SharedConflictException) {
            letGo();
            return new TakenOverException(id);
        }
        if (cause instanceof LandingUnpublishedException whole) {
            session = null;
            park();
            return whole;
        }
        if (bytes != null) {
            bytes.closeAfter(cause);
            bytes = null;
            holdsFile = false;
        }
        // A writer that is still there is the one whose bytes failed: it hears of it by the exception.
        writer = null;
        session = null;
        landing = null;
        metrics.count(Outcome.FAILED);
        LOG.atError().addKeyValue("recording", id).setCause(cause).log("upload failed; it goes on from the disk");
        return new UploadFailedException(id, cause);
    }

    private static RefusedException stale() {
        return Refusals.storage();
    }

    // ---- time

    private void refuseDoubt() throws RefusedException {
        Optional<String> doubt = ends.clockDoubt().get();
        if (doubt.isPresent()) {
            throw Refusals.clock(doubt.get());
        }
    }

    private boolean isExpired() {
        return ends.clock().instant().isAfter(expires);
    }

    private void refuseExpired() throws RefusedException {
        if (isExpired()) {
            // A client that hears of an end begins anew; by a clock that is ahead all have ended.
            refuseDoubt();
            throw Refusals.expired(expires);
        }
    }

    /** Moves the expiry, but not at every small request: a hundredth of the span is precise enough. */
    private void postponeExpiry() throws IOException {
        Instant next = ends.clock().instant().plus(limits.expiry());
        if (Duration.between(expires, next).compareTo(limits.expiry().dividedBy(100)) > 0) {
            ends.sessions().extend(id, next);
            expires = next;
        }
    }

    // ---- completion

    /**
     * Bytes durable, then the landing durable, then the answer. A crash before the landing: the next request finds the
     * upload whole and comes here again. A crash after it: the next request finds the landing. {@code complete} gives
     * the landing that is there if there is one, so there never are two.
     *
     * @throws RefusedException while this machine's clock is in doubt: the landing would have its time for ever. Another
     *     gateway may complete it
     */
    private void complete(StagedBytes staged) throws IOException, RefusedException {
        UploadSession done = session;
        if (done == null) {
            throw new IllegalStateException("no unfinished upload " + id);
        }
        refuseDoubt();
        List<Sha256> chunks = staged.finish();
        landing = ends.sessions()
                .complete(id, staged.length(), chunks, ends.clock().instant(), ClockOffset.micros(done));
        session = null;
        park();
        metrics.count(Outcome.COMPLETED);
        LOG.atInfo()
                .addKeyValue("recording", id)
                .addKeyValue("bytes", landing.size())
                .addKeyValue("chain", ChunkChain.of(id.value(), chunks))
                .addKeyValue("landing", landing.sequence())
                .log("upload completed");
    }

    private UploadStatus openStatus(StagedBytes staged) throws IOException {
        staged.settle();
        return new UploadStatus(
                id,
                staged.length(),
                staged.announced(),
                Optional.of(expires),
                session == null ? "" : session.rawMetadata(),
                false);
    }

    private UploadStatus completedStatus() {
        long size;
        String metadata;
        if (landing != null) {
            size = landing.size();
            metadata = UploadMetadata.encode(landing.metadata());
        } else if (completedElsewhere != null) {
            size = completedElsewhere.size();
            metadata = "";
        } else {
            throw new IllegalStateException("not completed: " + id);
        }
        return new UploadStatus(id, size, OptionalLong.of(size), Optional.empty(), metadata, true);
    }
}
