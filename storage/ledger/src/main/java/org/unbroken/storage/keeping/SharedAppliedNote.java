package org.unbroken.storage.keeping;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/** As the shared document {@code keeping/applied}: whoever leads next goes on from it. */
public record SharedAppliedNote(SharedDocuments documents) implements AppliedNote {
    private static final String NAME = "keeping/applied";

    @Override
    public long upTo() throws IOException {
        return documents
                .find(NAME)
                .map(SharedDocument::bytes)
                .map(NotedIndex::decode)
                .orElse(0L);
    }

    /** A leader that was replaced may still set it back: then some is done again. */
    @Override
    public void upTo(long index) throws IOException {
        Optional<SharedDocument> known = documents.find(NAME);
        if (known.isPresent()) {
            documents.replace(known.get(), NotedIndex.encode(index));
        } else {
            documents.create(NAME, NotedIndex.encode(index));
        }
    }
}
