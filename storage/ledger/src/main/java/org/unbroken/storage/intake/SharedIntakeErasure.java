package org.unbroken.storage.intake;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/** As {@link IntakeErasure}, of uploads that gateways share. A gateway may remember one until it ends or forgets it. */
public final class SharedIntakeErasure {
    private final SharedDocuments documents;

    public SharedIntakeErasure(SharedDocuments documents) {
        this.documents = documents;
    }

    public void forget(List<RecordingId> recordings) throws IOException {
        DigestPages pages = new DigestPages(documents);
        for (RecordingId id : recordings) {
            Optional<SharedDocument> stored = documents.find(SessionDocument.name(id));
            if (stored.isEmpty()) {
                continue;
            }
            SessionDocument document = SessionDocument.decode(stored.get().bytes());
            if (document.stage() != SessionDocument.Stage.PUBLISHED) {
                continue;
            }
            documents.replace(
                    stored.get(),
                    document.with(IntakeErasure.emptied(document.session()))
                            .withDigests(List.of(), List.of())
                            .next()
                            .encoded());
            pages.deleteAll(id);
        }
    }
}
