package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.storage.custody.FollowedLog;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.shared.SharedDocuments;

/** Whether a TaskManager's ends answer. Whether its jobs run, Flink says. */
final class JobReadiness implements Readiness {
    private final SharedDocuments documents;
    private volatile @Nullable FollowedLog log;

    JobReadiness(SharedDocuments documents) {
        this.documents = documents;
    }

    /** From now on the followed log counts too. */
    void watch(FollowedLog followed) {
        log = followed;
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        try {
            documents.find(WriterDocument.NAME);
        } catch (IOException e) {
            problems.add(new Problem("s3", "the object store does not answer: " + e.getMessage()));
        }
        FollowedLog followed = log;
        if (followed != null) {
            followed.lastError().ifPresent(error -> problems.add(new Problem("log", error)));
        }
        return problems;
    }
}
