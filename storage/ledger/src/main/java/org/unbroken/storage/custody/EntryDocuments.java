package org.unbroken.storage.custody;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.StoredAnalysis;

/**
 * What was found for an entry, read ahead and on several threads. Not a record: it holds arrays, which nobody changes.
 */
final class EntryDocuments {
    /** Most are read twice, for the log's rows and for the ledger's. Larger details wait as bytes alone. */
    private static final int KEPT_BYTES = 1 << 10;

    private final byte @Nullable [] detail;
    private final @Nullable StoredAnalysis analysis;
    private final byte @Nullable [] packedManifest;
    private @Nullable JsonObject detailJson;

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

    /** A large one is read anew with each call: many wait in memory, and as objects they take several times as much. */
    Optional<JsonObject> detailJson() {
        if (detail == null || detailJson != null) {
            return Optional.ofNullable(detailJson);
        }
        JsonObject read = JsonObject.parse(detail);
        if (detail.length <= KEPT_BYTES) {
            detailJson = read;
        }
        return Optional.of(read);
    }

    Optional<StoredAnalysis> analysis() {
        return Optional.ofNullable(analysis);
    }

    Optional<byte[]> packedManifest() {
        return Optional.ofNullable(packedManifest);
    }
}
