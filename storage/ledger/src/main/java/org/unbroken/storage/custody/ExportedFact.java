package org.unbroken.storage.custody;

import java.time.Instant;
import java.util.Optional;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.ExportRecord;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Recording;

/** That a recording is given out, as the log takes it. */
public final class ExportedFact {
    private ExportedFact() {}

    /** Another statement under the same export id is another fact: the key has the statement's digest. */
    public static CustodyFact of(ExportRecord export, Recording recording, Instant at, String actor, String role) {
        JsonObject detail = export.json();
        return new CustodyFact(
                CustodyEvent.EXPORTED,
                actor + "|" + Sha256.of(detail.canonical()),
                recording.id(),
                recording.agency(),
                Optional.empty(),
                at,
                actor,
                detail.with().put("role", role).build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
