package org.unbroken.ingest.console.api;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.json.JsonObject;

/** Reads the exception from an upload deadline that somebody claims. */
final class UploadClaim {
    private static final Set<String> CIRCUMSTANCES =
            Set.of("special", "continuous", "away", "remote", "on-water", "hard-to-reach");

    private UploadClaim() {}

    static Optional<JsonObject> find(JsonObject body) {
        if (body.find("exception").isEmpty()) {
            return Optional.empty();
        }
        if (!(body.members().get("exception") instanceof JsonObject claim)) {
            throw Problem.badRequest("\"exception\" is an object: circumstance, reason, unable, approved_by")
                    .exception();
        }
        String circumstance = Orders.text(claim, "circumstance");
        if (!CIRCUMSTANCES.contains(circumstance)) {
            throw Problem.badRequest("\"circumstance\" is one of "
                            + CIRCUMSTANCES.stream().sorted().collect(Collectors.joining(", ")))
                    .exception();
        }
        return Optional.of(JsonObject.builder()
                .put("circumstance", circumstance)
                .put("unable", Orders.flag(claim, "unable"))
                .put("reason", Orders.text(claim, "reason"))
                .putIfPresent("approved_by", Orders.findText(claim, "approved_by"))
                .build());
    }
}
