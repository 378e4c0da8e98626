package org.unbroken.storage.s3;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StillKeptException;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Objects in a bucket with Object Lock in COMPLIANCE mode: until its date nobody can delete or change one, the
 * administrator of the store included.
 *
 * <p>The object is the oldest version of its key, and every read goes to that version by its id. {@link #dispose} alone
 * deletes, what is past its date and not held. Any number of processes may write at once: see {@link TicketPut}, {@link SinglePut}, {@link Stowing}.
 */
public final class S3WormStore implements WormStore {
    private static final int STRIPES = 256;

    private final S3Connection connection;
    private final StoreTrial trial;
    private final Versions versions;
    private final Retention retention;
    private final Reading reading;
    private final SinglePut single;
    private final TicketPut ticket;
    private final Stowing stowing;
    private final Object[] stripes = new Object[STRIPES];
    private volatile @Nullable String stopped = "has not been started";

    /** The connection and the documents are started, and closed, by who made them. */
    public S3WormStore(S3Connection connection, SharedDocuments documents, InstantSource clock) {
        this(connection, documents, clock, new S3Probe(connection, clock));
    }

    S3WormStore(S3Connection connection, SharedDocuments documents, InstantSource clock, StoreTrial trial) {
        this.connection = connection;
        this.trial = trial;
        this.versions = new Versions(connection);
        this.retention = new Retention(connection);
        this.reading = new Reading(connection);
        SameBytes same = new SameBytes(reading);
        MultipartUploads uploads = new MultipartUploads(connection);
        this.single = new SinglePut(connection, versions, retention, same, clock, Pause.REAL);
        this.ticket = new TicketPut(uploads, documents, versions, retention, same, clock, Pause.REAL);
        this.stowing = new Stowing(
                uploads, new ApartUploads(connection, documents, clock), documents, versions, retention, Pause.REAL);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    /** Reads how the buckets are set, and tries whether the store keeps what it locks. */
    @Override
    public void start() throws IOException {
        new S3Buckets(connection).check();
        retention.provedUntil(trial.run());
        stopped = null;
    }

    @Override
    public StoredObject put(ObjectKey key, byte[] bytes, Instant retainUntil) throws IOException {
        checkRunning();
        Instant date = retention.checked(key, retainUntil);
        Sha256 digest = Sha256.of(bytes);
        // Threads of one process need not race through the store.
        synchronized (stripe(key)) {
            return SinglePut.isNamedByContent(key, digest)
                    ? single.put(key, bytes, digest, date)
                    : ticket.put(key, bytes, digest, date);
        }
    }

    @Override
    public StoredObject stow(RecordingId staged, long size, ObjectKey key, Instant retainUntil) throws IOException {
        checkRunning();
        Instant date = retention.checked(key, retainUntil);
        synchronized (stripe(key)) {
            return stowing.stow(staged, size, key, date);
        }
    }

    @Override
    public void releaseStaged(RecordingId staged) throws IOException {
        checkRunning();
        stowing.release(staged);
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        Optional<ObjectVersion> found = versions.oldest(key);
        return found.isEmpty() ? Optional.empty() : Optional.of(retention.stored(found.get()));
    }

    @Override
    public SeekableByteChannel open(ObjectKey key) throws IOException {
        return reading.channel(get(key));
    }

    @Override
    public byte[] read(ObjectKey key, int limitBytes) throws IOException {
        return reading.whole(get(key), limitBytes);
    }

    /** Reads a page at a time; a failure on the way is an {@link java.io.UncheckedIOException}. */
    @Override
    public Stream<ObjectKey> list(String prefix) throws IOException {
        return versions.keys(ObjectKey.checkedPrefix(prefix));
    }

    @Override
    public void extend(ObjectKey key, Instant retainUntil) throws IOException {
        checkRunning();
        retention.atLeast(get(key), retainUntil);
    }

    /** S3's legal hold, on the version that is the object. */
    @Override
    public void hold(ObjectKey key) throws IOException {
        checkRunning();
        retention.hold(get(key), true);
    }

    @Override
    public void release(ObjectKey key) throws IOException {
        checkRunning();
        retention.hold(get(key), false);
    }

    /**
     * Each version by its id, so that no delete marker comes of it, and what others put on top first. The store refuses by
     * its own clock what is still locked or held, whatever was asked for here.
     */
    @Override
    public void dispose(ObjectKey key, Instant now) throws IOException {
        checkRunning();
        synchronized (stripe(key)) {
            Optional<StoredObject> stored = find(key);
            if (stored.isPresent()) {
                StillKeptException.check(stored.get(), now);
            }
            for (String version : versions.newestFirst(key)) {
                S3Failures.trying("delete version " + version + " of " + key, () -> connection
                        .patient()
                        .deleteObject(b -> b.bucket(connection.settings().wormBucket())
                                .key(key.value())
                                .versionId(version)));
            }
        }
    }

    /** How often, since the start, a version or delete marker was met on top of an object. For a metric that stays 0. */
    public long surplusVersionsSeen() {
        return versions.surplusSeen();
    }

    /** As its start found out. Later ones are refused before anything is written. */
    @Override
    public Instant latestRetention() {
        return retention.latest();
    }

    private ObjectVersion get(ObjectKey key) throws IOException {
        return versions.oldest(key)
                .orElseThrow(() -> new NoSuchFileException(
                        key.value(),
                        null,
                        "not in bucket " + connection.settings().wormBucket()));
    }

    private Object stripe(ObjectKey key) {
        return stripes[Math.floorMod(key.hashCode(), STRIPES)];
    }

    private void checkRunning() throws IOException {
        String reason = stopped;
        if (reason != null) {
            throw new IOException(
                    "the WORM store in bucket " + connection.settings().wormBucket() + " " + reason);
        }
    }

    @Override
    public Optional<Path> localPath(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public void close() {
        stopped = "is closed";
    }
}
