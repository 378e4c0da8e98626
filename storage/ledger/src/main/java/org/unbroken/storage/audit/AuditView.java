package org.unbroken.storage.audit;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.unbroken.integrity.json.JsonObject;

/** How the audit stands, for those who ask. */
public interface AuditView {
    AuditView NONE = sees -> Optional.empty();

    /**
     * The report; empty where no audit runs.
     *
     * @param sees whose recordings the caller sees; asked with nothing for what belongs to no agency
     */
    Optional<JsonObject> report(Predicate<Optional<String>> sees) throws IOException;
}
