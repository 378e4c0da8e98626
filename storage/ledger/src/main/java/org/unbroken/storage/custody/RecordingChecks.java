package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.FileVerification;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.VerificationReport;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/** Whether what an entry speaks of is in the store, and is what the entry says. */
final class RecordingChecks {
    private final WormStore worm;
    private final Set<String> disposed;
    private final boolean bytes;
    private final Consumer<Finding> findings;
    private final KeySet tracked;

    /** @param disposed recordings whose objects may be gone */
    RecordingChecks(WormStore worm, Set<String> disposed, boolean bytes, Consumer<Finding> findings, KeySet tracked) {
        this.worm = worm;
        this.disposed = disposed;
        this.bytes = bytes;
        this.findings = findings;
        this.tracked = tracked;
    }

    void check(long index, Entry entry) throws IOException {
        RecordingId id = new RecordingId(entry.recording());
        digested(id, ObjectKey.detail(id, entry.detail()), entry.detail(), "the detail of entry " + index);
        if (entry.is(CustodyEvent.SEALED)) {
            sealed(id, entry);
        } else if (entry.is(CustodyEvent.QUARANTINED)) {
            tracked.add(ObjectKey.manifest(id));
            original(id, null);
        } else if (entry.is(CustodyEvent.INSPECTED) && entry.analysis().isPresent()) {
            Sha256 digest = entry.analysis().get();
            digested(id, ObjectKey.analysis(id, digest), digest, "the analysis of entry " + index);
        }
    }

    private void sealed(RecordingId id, Entry entry) throws IOException {
        ObjectKey key = ObjectKey.manifest(id);
        Optional<byte[]> stored = digested(id, key, entry.manifest().orElseThrow(), "the manifest that was sealed");
        Manifest manifest = null;
        if (stored.isPresent()) {
            try {
                manifest = Manifest.parse(stored.get());
            } catch (IllegalArgumentException e) {
                report(Finding.Kind.CHANGED, id, key, "is no manifest: " + e.getMessage());
            }
        }
        original(id, manifest);
    }

    /** The object's bytes, if they have this digest. */
    private Optional<byte[]> digested(RecordingId id, ObjectKey key, Sha256 digest, String what) throws IOException {
        tracked.add(key);
        byte[] stored;
        try {
            stored = worm.read(key, LedgerDocuments.MAX_BYTES);
        } catch (NoSuchFileException e) {
            if (!disposed.contains(id.value())) {
                report(Finding.Kind.MISSING, id, key, what + " is not in the store");
            }
            return Optional.empty();
        }
        Sha256 found = Sha256.of(stored);
        if (!found.equals(digest)) {
            report(Finding.Kind.CHANGED, id, key, what + " had digest " + digest + ", and this has " + found);
            return Optional.empty();
        }
        return Optional.of(stored);
    }

    private void original(RecordingId id, @Nullable Manifest manifest) throws IOException {
        ObjectKey key = ObjectKey.original(id);
        tracked.add(key);
        Optional<StoredObject> stored = worm.find(key);
        if (stored.isEmpty()) {
            if (!disposed.contains(id.value())) {
                report(Finding.Kind.MISSING, id, key, "the footage is not in the store");
            }
            return;
        }
        if (manifest == null) {
            return;
        }
        if (stored.get().size() != manifest.size()) {
            report(
                    Finding.Kind.CHANGED,
                    id,
                    key,
                    "has " + stored.get().size() + " bytes, and " + manifest.size() + " were sealed");
        }
        if (bytes) {
            readBytes(id, key, manifest);
        }
    }

    private void readBytes(RecordingId id, ObjectKey key, Manifest manifest) throws IOException {
        try (SeekableByteChannel channel = worm.open(key)) {
            VerificationReport report =
                    FileVerification.run(channel, manifest.bytes(), null, TrustPolicy.NONE, read -> {});
            if (!report.damagedChunks().isEmpty()) {
                findings.accept(new Finding(
                        Finding.Kind.CHANGED,
                        key.value(),
                        Optional.of(id),
                        report.damagedChunks(),
                        "bytes are not those that were sealed"));
            }
        }
    }

    private void report(Finding.Kind kind, RecordingId id, ObjectKey key, String message) {
        findings.accept(new Finding(kind, key.value(), Optional.of(id), List.of(), message));
    }
}
