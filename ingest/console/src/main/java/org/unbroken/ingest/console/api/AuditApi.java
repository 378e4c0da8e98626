package org.unbroken.ingest.console.api;

import java.io.IOException;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.storage.audit.AuditView;

/** How the running audit stands, of what the caller sees. */
public final class AuditApi {
    private final AuditView audit;
    private final VisibleRecordings recordings;

    public AuditApi(AuditView audit, VisibleRecordings recordings) {
        this.audit = audit;
        this.recordings = recordings;
    }

    public Answer report(Call call) throws IOException {
        return Answer.json(200, audit.report(recordings.sight(call.principal())).orElseThrow(() -> Problem.absent(
                        "no audit runs on this server")
                .exception()));
    }
}
