package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.audit.AuditView;

/** How the running audit stands, of what the caller sees. */
public final class AuditApi {
    private final AuditView audit;

    public AuditApi(AuditView audit) {
        this.audit = audit;
    }

    public Answer report(Call call) throws IOException {
        return Answer.json(200, audit.report(sees(call.principal())).orElseThrow(() -> Problem.absent(
                        "no audit runs on this server")
                .exception()));
    }

    /** What belongs to no agency, and what may belong to any camera, is for those who see all. */
    private static Predicate<Optional<String>> sees(Principal principal) {
        return agency -> principal.camera().isEmpty()
                && (agency.isPresent()
                        ? principal.sees(agency.get())
                        : principal.agency().isEmpty());
    }
}
