package org.unbroken.storage.audit;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Shared documents {@code audit/NAME}, for log nodes. One that believes to lead still, and does not, may put an earlier
 * place over a later one: the leader puts its own again within seconds, and no finding rests on it.
 */
public final class SharedAuditRecords implements AuditRecords {
    private final SharedDocuments documents;

    public SharedAuditRecords(SharedDocuments documents) {
        this.documents = documents;
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        return documents.find("audit/" + name).map(SharedDocument::bytes);
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        Optional<SharedDocument> known = documents.find("audit/" + name);
        if (known.isPresent()) {
            documents.replace(known.get(), bytes);
        } else {
            documents.create("audit/" + name, bytes);
        }
    }
}
