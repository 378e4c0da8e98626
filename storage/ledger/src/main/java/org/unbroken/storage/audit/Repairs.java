package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.custody.RightLogObjects;
import org.unbroken.storage.worm.CannotReplaceException;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.RestoringStore;
import org.unbroken.storage.worm.RightBytes;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Puts right what was found: a lock by lengthening it and a hold by placing it, which need nobody; a missing or changed object from the replica,
 * whose bytes are compared with the log's digests before they are let in. One at a time.
 */
public final class Repairs {
    private final WormStore worm;
    private final Optional<Replica> replica;
    private final Optional<RestoringStore> restoring;
    private final InstantSource clock;

    /** @param restoring what puts objects back, where the store has such a thing */
    public Repairs(WormStore worm, Optional<Replica> replica, Optional<RestoringStore> restoring, InstantSource clock) {
        this.worm = worm;
        this.replica = replica;
        this.restoring = restoring;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param done whether the object is to be looked at again, since it should be right now
     * @param words for an operator: by what it was put right, or what stands in the way
     */
    record Outcome(boolean done, String words) {
        static Outcome not(String words) {
            return new Outcome(false, words);
        }
    }

    /** Never throws for what lies with the replica or the store: the finding then stands, and says why. */
    synchronized Outcome attempt(
            ExpectedRecording recording, ExpectedObject object, Aspect aspect, AuditFindings.Look look)
            throws InterruptedException {
        try {
            // The other sweep may have been faster. Bytes it does not look at, and they take long to be read.
            if (aspect != Aspect.BYTES && look.isRight()) {
                return new Outcome(true, "found right again");
            }
            return switch (aspect) {
                case LOCK -> lengthen(object);
                case HOLD -> hold(object);
                case PRESENCE, SIZE, BYTES -> fromReplica(recording, object);
                case UNTRACKED -> Outcome.not("left where it is: look what put it there");
            };
        } catch (CannotReplaceException e) {
            return Outcome.not("cannot be replaced: " + e.getMessage());
        } catch (OtherBytesException e) {
            return Outcome.not("the replica cannot help: " + e.getMessage());
        } catch (IOException e) {
            return e.getCause() instanceof OtherBytesException
                    ? Outcome.not("the replica cannot help: " + e.getCause().getMessage())
                    : Outcome.not("failed, and is tried again in the next round: " + e.getMessage());
        }
    }

    /**
     * Puts an object of the log back, once the log has told that the replica's bytes are the right ones: what it does not
     * name stays as it is. With a segment comes the checkpoint at its end, and those that lack after it.
     *
     * @param until how long it is locked then
     * @return done only if something was put back. What is found wrong of an object that has the right bytes is no matter
     *     of its bytes, and stands
     */
    synchronized Outcome ofLog(ObjectKey key, RightLogObjects right, Instant until) {
        try {
            if (isRight(key, right)) {
                return Outcome.not("has the bytes that the log says are right: look what lies beside it");
            }
            if (replica.isEmpty()) {
                return Outcome.not("no replica is configured: put it back by hand, from wherever there is a copy");
            }
            if (restoring.isEmpty()) {
                return Outcome.not("this store has no way to put an object back");
            }
            Outcome outcome = putBack(key, right, replica.get(), restoring.get(), until);
            Optional<ObjectKey> next = outcome.done() ? right.lackingAfter(key) : Optional.empty();
            int more = 0;
            // There may be many of them; whoever leads may end in between.
            while (next.isPresent()
                    && !Thread.currentThread().isInterrupted()
                    && putBack(next.get(), right, replica.get(), restoring.get(), until)
                            .done()) {
                more++;
                next = right.lackingAfter(next.get());
            }
            return more == 0 ? outcome : new Outcome(true, outcome.words() + ", and " + more + " after it");
        } catch (CannotReplaceException e) {
            return Outcome.not("cannot be replaced: " + e.getMessage());
        } catch (IOException e) {
            return Outcome.not("failed, and is tried again in the next round: " + e.getMessage());
        }
    }

    private Outcome putBack(ObjectKey key, RightLogObjects right, Replica from, RestoringStore to, Instant until)
            throws IOException {
        Optional<byte[]> there = whole(from, key);
        if (there.isEmpty()) {
            return Outcome.not("the replica " + from.name() + " does not have it");
        }
        // By the checkpoint that the log signed for a segment's end, the segment is seen to be whole.
        Optional<ObjectKey> checkpoint = right.checkpointAfter(key, there.get());
        if (checkpoint.isPresent() && worm.find(checkpoint.get()).isEmpty()) {
            putBack(checkpoint.get(), right, from, to, until);
        }
        RightLogObjects.Verdict verdict = right.look(key, there.get());
        if (!verdict.isRight()) {
            return Outcome.not("the replica cannot help: what it has "
                    + verdict.wrong().orElse("is bytes of which the log does not tell whether they are right"));
        }
        RightBytes bytes = VerifiedBytes.document(from, key, Sha256.of(there.get()))
                .orElseThrow(() -> new NoSuchFileException(key.value()));
        to.restore(key, bytes, until);
        return isRight(key, right)
                ? new Outcome(true, "from the replica " + from.name())
                : Outcome.not("put back, and still not right");
    }

    private boolean isRight(ObjectKey key, RightLogObjects right) throws IOException {
        Optional<StoredObject> here = worm.find(key);
        return here.isPresent()
                && here.get().size() <= RightLogObjects.MAX_BYTES
                && right.look(key, worm.read(key, RightLogObjects.MAX_BYTES)).isRight();
    }

    private static Optional<byte[]> whole(Replica replica, ObjectKey key) throws IOException {
        Optional<SeekableByteChannel> found = replica.open(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (SeekableByteChannel channel = found.get()) {
            if (channel.size() > RightLogObjects.MAX_BYTES) {
                throw new IOException(replica.name() + " has " + channel.size() + " bytes under " + key);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new IOException(key + " became shorter in " + replica.name() + " while it was read");
                }
            }
            return Optional.of(bytes.array());
        }
    }

    private Outcome lengthen(ExpectedObject object) throws IOException {
        worm.extend(object.key(), object.lockedUntil().orElseThrow());
        return new Outcome(true, "lock lengthened to " + object.lockedUntil().orElseThrow());
    }

    private Outcome hold(ExpectedObject object) throws IOException {
        worm.hold(object.key());
        return new Outcome(true, "put under legal hold again");
    }

    private Outcome fromReplica(ExpectedRecording recording, ExpectedObject object) throws IOException {
        if (replica.isEmpty()) {
            return Outcome.not("no replica is configured: put it back by hand, from wherever there is a copy");
        }
        if (restoring.isEmpty()) {
            return Outcome.not("this store has no way to put an object back");
        }
        Optional<? extends RightBytes> bytes = bytes(recording, object, replica.get());
        if (bytes.isEmpty()) {
            return Outcome.not("the replica " + replica.get().name() + " does not have it");
        }
        restoring.get().restore(object.key(), bytes.get(), until(recording, object, bytes.get()));
        return new Outcome(true, "from the replica " + replica.get().name());
    }

    /** A manifest that was lost tells its own date. */
    private Instant until(ExpectedRecording recording, ExpectedObject object, RightBytes bytes) throws IOException {
        if (object.lockedUntil().isEmpty() && object.key().equals(ObjectKey.manifest(recording.id()))) {
            ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(bytes.size()));
            try (RightBytes.Pieces pieces = bytes.begin()) {
                for (ByteBuffer piece = pieces.next(); piece.hasRemaining(); piece = pieces.next()) {
                    whole.put(piece);
                }
            }
            return Manifest.parse(whole.array()).retentionUntil();
        }
        return object.lockedUntil().orElseGet(clock::instant);
    }

    private static Optional<? extends RightBytes> bytes(
            ExpectedRecording recording, ExpectedObject object, Replica replica) throws IOException {
        if (object.digest().isPresent()) {
            return VerifiedBytes.document(replica, object.key(), object.digest().get());
        }
        Optional<Manifest> manifest = recording.manifest();
        if (manifest.isEmpty() || !object.key().equals(ObjectKey.original(recording.id()))) {
            throw new IOException("without its manifest nobody can tell the right bytes of " + object.key());
        }
        Optional<SeekableByteChannel> there = replica.open(object.key());
        if (there.isEmpty()) {
            return Optional.empty();
        }
        there.get().close();
        return Optional.of(VerifiedBytes.original(replica, object.key(), manifest.get()));
    }
}
