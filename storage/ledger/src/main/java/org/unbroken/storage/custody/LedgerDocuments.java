package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.LedgerChanges;
import org.unbroken.storage.ledger.LedgerEvent;
import org.unbroken.storage.ledger.StoredAnalysis;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Fetches what an entry refers to. A document that is missing, or is not the one whose digest the entry has, is left
 * out: the entry stands all the same, and telling what is wrong with the store is the audit's work.
 */
final class LedgerDocuments {
    static final int MAX_BYTES = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerDocuments.class);

    private LedgerDocuments() {}

    static LedgerEvent read(WormStore worm, LedgerChanges changes, long index, Entry entry, Optional<byte[]> detail)
            throws IOException {
        RecordingId id = new RecordingId(entry.recording());
        Optional<JsonObject> manifest = Optional.empty();
        Optional<StoredAnalysis> analysis = Optional.empty();
        if (changes.needsManifest(entry) && entry.manifest().isPresent()) {
            manifest = document(worm, ObjectKey.manifest(id), entry.manifest().get());
        }
        if (entry.is(CustodyEvent.INSPECTED) && entry.analysis().isPresent()) {
            Sha256 digest = entry.analysis().get();
            analysis = bytes(worm, ObjectKey.analysis(id, digest), digest).map(StoredAnalysis::new);
        }
        return new LedgerEvent(index, entry, detail.map(JsonObject::parse), manifest, analysis);
    }

    static Optional<JsonObject> document(WormStore worm, ObjectKey key, Sha256 digest) throws IOException {
        return bytes(worm, key, digest).flatMap(bytes -> json(key, bytes));
    }

    /** The document's bytes, if they have this digest. */
    static Optional<byte[]> bytes(WormStore worm, ObjectKey key, Sha256 digest) throws IOException {
        byte[] bytes;
        try {
            bytes = worm.read(key, MAX_BYTES);
        } catch (NoSuchFileException e) {
            LOG.warn("an entry refers to {}, which is not in the store", key);
            return Optional.empty();
        }
        if (!Sha256.of(bytes).equals(digest)) {
            LOG.warn("{} is not what its entry says: digest {} expected", key, digest);
            return Optional.empty();
        }
        return Optional.of(bytes);
    }

    static Optional<JsonObject> json(ObjectKey key, byte[] bytes) {
        try {
            return Optional.of(JsonObject.parse(bytes));
        } catch (JsonException e) {
            LOG.warn("{} is not JSON: {}", key, e.getMessage());
            return Optional.empty();
        }
    }
}
