package org.unbroken.storage.custody;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.StoredAnalysis;

/**
 * What was found for an entry, read ahead and on several threads. Not a record: it holds arrays, which nobody changes.
 */
final class EntryDocuments {
    private final byte @Nullable [] detail;
    private final @Nullable StoredAnalysis analysis;
    private final byte @Nullable [] packedManifest;

    /**
     * @param detail the detail's bytes, which have the digest that the entry names
     * @param analysis of an {@code inspected} entry, its digest compared likewise
     * @param packedManifest as it stands in the pack, not compared with anything: few rows need it
     */
    EntryDocuments(Optional<byte[]> detail, Optional<StoredAnalysis> analysis, Optional<byte[]> packedManifest) {
        this.detail = detail.orElse(null);
        this.analysis = analysis.orElse(null);
        this.packedManifest = packedManifest.orElse(null);
    }

    Optional<byte[]> detail() {
        return Optional.ofNullable(detail);
    }

    /** Read anew with each call: many documents wait in memory, and as objects they take several times as much. */
    Optional<JsonObject> detailJson() {
        return detail().map(JsonObject::parse);
    }

    Optional<StoredAnalysis> analysis() {
        return Optional.ofNullable(analysis);
    }

    Optional<byte[]> packedManifest() {
        return Optional.ofNullable(packedManifest);
    }
}
