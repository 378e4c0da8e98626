package org.unbroken.storage.audit;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Sight;

/** How the audit stands, for those who ask. */
public interface AuditView {
    AuditView NONE = sees -> Optional.empty();

    /**
     * The report; empty where no audit runs.
     *
     * @param sees what the caller may know of
     */
    Optional<JsonObject> report(Sight sees) throws IOException;
}
