package org.unbroken.ingest.gateway.upload;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.intake.UploadSession;

/** The last uploads that expired, so that their clients hear 410 and not 404. Lost at a restart, which tus allows. */
final class RecentlyExpired {
    private static final int MOST = 4096;

    private final Map<RecordingId, UploadSession> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RecordingId, UploadSession> eldest) {
            return size() > MOST;
        }
    };

    synchronized void remember(UploadSession session) {
        gone.put(session.id(), session);
    }

    synchronized void refuse(RecordingId id, Caller caller) throws RefusedException {
        UploadSession session = gone.get(id);
        if (session != null && caller.sees(session.agency(), session.camera())) {
            throw Refusals.expired(session.expires());
        }
    }
}
