package org.unbroken.ingest.gateway.upload;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.intake.UploadSession;

/** The last uploads that expired, so that their clients hear 410 and not 404. Lost at a restart, which tus allows. */
final class RecentlyExpired {
    private static final int MOST = 4096;

    private final Map<RecordingId, Gone> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RecordingId, Gone> eldest) {
            return size() > MOST;
        }
    };

    private record Gone(String agency, String camera, Instant since) {}

    synchronized void remember(UploadSession session, Instant since) {
        gone.put(session.id(), new Gone(session.agency(), session.camera(), since));
    }

    synchronized void refuse(RecordingId id, Caller caller) throws RefusedException {
        Gone upload = gone.get(id);
        if (upload != null && caller.sees(upload.agency(), upload.camera())) {
            throw Refusals.expired(upload.since());
        }
    }
}
