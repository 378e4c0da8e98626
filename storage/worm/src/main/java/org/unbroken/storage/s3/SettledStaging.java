package org.unbroken.storage.s3;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.staging.Settled;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Clears away what lies under {@code staging/} of recordings that are settled. Sealing does so itself, but a process that
 * stood still in the middle of opening or stowing an upload, while another took over and ended it, writes its document
 * when it wakes. Nobody reads that any more, and none of it can become footage.
 *
 * <p>Only the documents go here; the multipart upload that one of them names is {@link UnnamedUploads}' afterwards.
 */
public final class SettledStaging {
    private static final Logger LOG = LoggerFactory.getLogger(SettledStaging.class);

    private final SharedDocuments documents;
    private final WormStore store;
    private final Settled settled;

    public SettledStaging(SharedDocuments documents, WormStore store, Settled settled) {
        this.documents = documents;
        this.store = store;
        this.settled = settled;
    }

    /**
     * Goes through all of it once. Any number of processes may do so at once.
     *
     * @return of how many recordings something was cleared away
     */
    public int sweep() throws IOException {
        int cleared = 0;
        for (RecordingId id : staged()) {
            // Without its original a settled recording may be on its way back from a copy, which goes by the staging
            // area.
            if (settled.isSettled(id) && store.find(ObjectKey.original(id)).isPresent()) {
                store.releaseStaged(id);
                LOG.atInfo().addKeyValue("recording", id).log("cleared away what was staged after it was settled");
                cleared++;
            }
        }
        return cleared;
    }

    /** Also those of which only a document beside the upload's own is there. */
    private Set<RecordingId> staged() throws IOException {
        try (Stream<String> names = documents.list(StagedUpload.PREFIX)) {
            return names.map(
                            name -> name.substring(StagedUpload.PREFIX.length()).split("/", 2)[0])
                    .map(RecordingId::new)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
