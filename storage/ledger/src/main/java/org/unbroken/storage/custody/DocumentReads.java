package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.LedgerChanges;
import org.unbroken.storage.ledger.StoredAnalysis;
import org.unbroken.storage.packs.DocumentKind;
import org.unbroken.storage.packs.Pack;
import org.unbroken.storage.packs.PackStore;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Finds what entries refer to: in the pack of their segment, or else as objects of their own. A document counts only if
 * it has the digest that the entry names; one in a pack that has another is passed over, and the object is read.
 *
 * <p>Thread-safe.
 */
final class DocumentReads {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentReads.class);

    private final WormStore worm;
    private final Optional<PackStore> packs;

    DocumentReads(WormStore worm, Optional<PackStore> packs) {
        this.worm = worm;
        this.packs = packs;
    }

    /** The documents of a segment's entries, in their order. */
    List<EntryDocuments> of(long first, List<Entry> entries) throws IOException {
        Optional<Pack> pack = pack(first);
        List<EntryDocuments> documents = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            documents.add(of(first, i, entries.get(i), pack));
        }
        return documents;
    }

    private EntryDocuments of(long first, int place, Entry entry, Optional<Pack> pack) throws IOException {
        Sha256 digest = entry.detail();
        Optional<byte[]> detail = packed(pack, first, place, DocumentKind.DETAIL, digest);
        if (detail.isEmpty()) {
            detail = stored(entry, digest);
        }
        Optional<byte[]> manifest = entry.is(CustodyEvent.SEALED)
                ? pack.flatMap(present -> present.find(place, DocumentKind.MANIFEST))
                : Optional.empty();
        return new EntryDocuments(detail, analysis(first, place, entry, pack), manifest);
    }

    private Optional<StoredAnalysis> analysis(long first, int place, Entry entry, Optional<Pack> pack)
            throws IOException {
        if (!entry.is(CustodyEvent.INSPECTED) || entry.analysis().isEmpty()) {
            return Optional.empty();
        }
        Sha256 digest = entry.analysis().get();
        Optional<byte[]> bytes = packed(pack, first, place, DocumentKind.ANALYSIS, digest);
        if (bytes.isEmpty()) {
            ObjectKey key = ObjectKey.analysis(entry.recordingId(), digest);
            bytes = LedgerDocuments.bytes(worm, key, digest);
        }
        return bytes.map(StoredAnalysis::new);
    }

    /** The manifest, where the row needs it: only one that did not begin with a received entry does. */
    Optional<JsonObject> manifest(LedgerChanges changes, Entry entry, EntryDocuments documents) throws IOException {
        if (entry.manifest().isEmpty() || !changes.needsManifest(entry)) {
            return Optional.empty();
        }
        Sha256 digest = entry.manifest().get();
        ObjectKey key = ObjectKey.manifest(entry.recordingId());
        Optional<byte[]> packed = documents.packedManifest();
        if (packed.isPresent() && Sha256.of(packed.get()).equals(digest)) {
            return LedgerDocuments.json(key, packed.get());
        }
        packed.ifPresent(bytes -> LOG.warn("the pack with {} was altered; read from the store instead", key));
        return LedgerDocuments.document(worm, key, digest);
    }

    private Optional<Pack> pack(long first) {
        if (packs.isEmpty()) {
            return Optional.empty();
        }
        try {
            return packs.get().find(first).map(Pack::decode);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("pack {} cannot be read, so its documents are read one by one: {}", first, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<byte[]> packed(
            Optional<Pack> pack, long first, int place, DocumentKind kind, Sha256 digest) {
        Optional<byte[]> found = pack.flatMap(present -> present.find(place, kind));
        if (found.isPresent() && !Sha256.of(found.get()).equals(digest)) {
            LOG.warn(
                    "pack {} was altered: the {} of entry {} in it is not the one that the entry names; read from the"
                            + " store instead",
                    first,
                    kind,
                    first + place);
            return Optional.empty();
        }
        return found;
    }

    /** Gone with its recording, or damaged: then the entry stands without it, and the checks name it. */
    private Optional<byte[]> stored(Entry entry, Sha256 digest) throws IOException {
        ObjectKey key = ObjectKey.detail(entry.recordingId(), digest);
        try {
            byte[] bytes = worm.read(key, LedgerDocuments.MAX_BYTES);
            return Sha256.of(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
