package org.unbroken.ingest.console.api;

import java.util.Optional;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;

/** Agencies' borders, as one caller meets them. */
final class Principals {
    private Principals() {}

    /** Whose: the token's own agency, or the one that the body names. */
    static String agency(Principal who, JsonObject body) {
        return agency(who, Orders.findText(body, "agency"));
    }

    /** As {@link #agency(Principal, JsonObject)}, {@code named} as the caller asks. */
    static String agency(Principal who, Optional<String> named) {
        if (named.isPresent() && !named.get().matches("[A-Za-z0-9._-]{1,64}")) {
            throw Problem.badRequest("\"agency\" is 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'")
                    .exception();
        }
        if (who.agency().isEmpty()) {
            return named.orElseThrow(() -> Problem.badRequest("\"agency\" is needed: this token is bound to none")
                    .exception());
        }
        if (named.isPresent() && !named.equals(who.agency())) {
            throw Problem.forbidden("\"agency\" is another than that of this token")
                    .exception();
        }
        return who.agency().get();
    }
}
