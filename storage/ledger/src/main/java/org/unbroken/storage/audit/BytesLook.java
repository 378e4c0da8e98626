package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Are the bytes those that the log names? Documents are read whole; of an original each chunk is compared with the
 * manifest, so that it can be gone on with after any chunk. The pace is kept slice by slice: no burst of a whole chunk.
 */
final class BytesLook implements RecordingLook {
    private static final int SLICE = 256 << 10;

    private final WormStore worm;
    private final AuditFindings findings;
    private final AuditMetrics metrics;
    private final Pacing bytes;

    BytesLook(WormStore worm, AuditFindings findings, AuditMetrics metrics, Pacing bytes) {
        this.worm = worm;
        this.findings = findings;
        this.metrics = metrics;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public Looked at(ExpectedRecording recording, Progress progress) throws IOException, InterruptedException {
        long read = 0;
        for (ExpectedObject object : recording.objects()) {
            if (object.digest().isPresent()) {
                document(recording, object, object.digest().get());
            } else if (recording.manifest().isPresent() && object.key().equals(ObjectKey.original(recording.id()))) {
                read += original(recording, object, recording.manifest().get(), progress);
            }
        }
        return new Looked(recording.objects().size(), read);
    }

    /** What is quarantined may have no manifest to be compared with. */
    @Override
    public long bytesOf(Ledger.Walked recording) {
        return recording.state() == RecordingState.SEALED ? recording.size() : 0;
    }

    private void document(ExpectedRecording recording, ExpectedObject object, Sha256 digest)
            throws IOException, InterruptedException {
        Optional<Sha256> found = digest(object.key());
        if (found.isEmpty()) {
            missing(recording, object);
        } else if (found.get().equals(digest)) {
            findings.good(recording, object, Aspect.BYTES);
        } else {
            findings.found(
                    recording,
                    object,
                    Aspect.BYTES,
                    List.of(),
                    object.what() + " had digest " + digest + ", and this has " + found.get(),
                    () -> digest(object.key()).equals(Optional.of(digest)));
        }
    }

    private void missing(ExpectedRecording recording, ExpectedObject object) throws IOException, InterruptedException {
        findings.found(
                recording, object, Aspect.PRESENCE, List.of(), object.what() + " is not in the store", () -> worm.find(
                                object.key())
                        .isPresent());
    }

    private Optional<Sha256> digest(ObjectKey key) throws IOException, InterruptedException {
        MessageDigest digest = Sha256.newDigest();
        try (SeekableByteChannel channel = worm.open(key)) {
            read(channel, channel.size(), digest);
            return Optional.of(Sha256.finish(digest));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Returns the bytes read now. */
    private long original(ExpectedRecording recording, ExpectedObject object, Manifest manifest, Progress progress)
            throws IOException, InterruptedException {
        long from = progress.where().map(SweepPlace.Within::next).orElse(0L);
        List<Long> damaged =
                new ArrayList<>(progress.where().map(SweepPlace.Within::damaged).orElse(List.of()));
        List<Sha256> chunks = manifest.chunks();
        boolean exact;
        try (SeekableByteChannel channel = worm.open(object.key())) {
            exact = channel.size() == manifest.size();
            for (long chunk = from; chunk < chunks.size(); chunk++) {
                if (!isRight(channel, manifest, chunks, (int) chunk)) {
                    damaged.add(chunk);
                }
                progress.at(new SweepPlace.Within(recording.id(), chunk + 1, FindingFacts.shown(damaged)));
            }
        } catch (NoSuchFileException e) {
            missing(recording, object);
            return 0;
        }
        if (damaged.isEmpty() && exact) {
            findings.good(recording, object, Aspect.BYTES);
        } else {
            findings.found(
                    recording,
                    object,
                    Aspect.BYTES,
                    damaged,
                    damaged.isEmpty() ? "has not the length that was sealed" : words(damaged),
                    () -> isRight(object.key(), manifest));
        }
        return manifest.size();
    }

    private static String words(List<Long> damaged) {
        String some = String.join(
                ", ", damaged.stream().limit(20).map(chunk -> "chunk " + chunk).toList());
        return "bytes are not those that were sealed: " + some
                + (damaged.size() > 20 ? ", and " + (damaged.size() - 20) + " more" : "");
    }

    private boolean isRight(ObjectKey key, Manifest manifest) throws IOException, InterruptedException {
        List<Sha256> chunks = manifest.chunks();
        try (SeekableByteChannel channel = worm.open(key)) {
            for (int chunk = 0; chunk < chunks.size(); chunk++) {
                if (!isRight(channel, manifest, chunks, chunk)) {
                    return false;
                }
            }
            return channel.size() == manifest.size();
        }
    }

    private boolean isRight(SeekableByteChannel channel, Manifest manifest, List<Sha256> chunks, int chunk)
            throws IOException, InterruptedException {
        long at = (long) chunk * manifest.chunkSize();
        MessageDigest digest = Sha256.newDigest();
        channel.position(at);
        read(channel, Math.min(manifest.chunkSize(), manifest.size() - at), digest);
        return Sha256.finish(digest).equals(chunks.get(chunk));
    }

    /** So many bytes, or up to the end. */
    private void read(SeekableByteChannel channel, long length, MessageDigest digest)
            throws IOException, InterruptedException {
        ByteBuffer slice = ByteBuffer.allocate((int) Math.min(SLICE, Math.max(1, length)));
        long left = length;
        while (left > 0) {
            slice.clear().limit((int) Math.min(slice.capacity(), left));
            bytes.take(slice.remaining());
            while (slice.hasRemaining() && channel.read(slice) >= 0) {
                // until the slice is full, which was paid for, or the object ends
            }
            int count = slice.position();
            metrics.read(count);
            digest.update(slice.flip());
            left = count == 0 ? 0 : left - count;
        }
    }
}
