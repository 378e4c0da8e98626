package org.unbroken.ingest.console.api;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.Names;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.custody.CustodyFact;

/** How what people state becomes a fact: everything that they say is in its detail, and nothing of it in its entry. */
final class Statement {
    /** What a clock may be off that a time was read from. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final SecureRandom random;

    Statement(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    RecordingId newId() {
        return RecordingId.generate(clock, random);
    }

    Instant now() {
        return clock.instant();
    }

    /** The same {@code statement} id again finds its entry: a caller who had no answer asks again with the id it chose. */
    String key(JsonObject body) {
        return Orders.findId(body, "statement").orElseGet(() -> newId().value());
    }

    static JsonObject.Builder said(Principal who) {
        return JsonObject.builder().put("role", who.role().wire()).put("by", who.name());
    }

    CustodyFact fact(CustodyEvent event, String key, RecordingId id, String agency, Principal who, JsonObject detail) {
        return new CustodyFact(
                event,
                key,
                id,
                agency,
                Optional.empty(),
                clock.instant(),
                who.id(),
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A moment that is past; as it is kept. */
    Optional<String> findPast(JsonObject body, String name) {
        if (body.find(name).isEmpty()) {
            return Optional.empty();
        }
        Instant at = Orders.time(body, name);
        if (at.isAfter(clock.instant().plus(SLACK))) {
            throw Problem.badRequest("\"" + name + "\" has not come yet: by the server's clock it is "
                            + Timestamps.format(clock.instant()))
                    .exception();
        }
        return Optional.of(Timestamps.format(at));
    }

    /** Whose: the token's, or where that is bound to none, the one named. */
    static String agency(JsonObject body, Principal who) {
        Optional<String> named = Orders.findText(body, "agency");
        if (who.agency().isPresent()) {
            if (named.isPresent() && !named.equals(who.agency())) {
                throw Problem.forbidden("\"agency\" is another than that of this token")
                        .exception();
            }
            return who.agency().get();
        }
        String agency =
                named.orElseThrow(() -> Problem.badRequest("\"agency\" is needed, as this token is bound to none")
                        .exception());
        if (!Names.NAME.matcher(agency).matches()) {
            throw Problem.badRequest("\"agency\": 1 to 64 of A-Z a-z 0-9 . _ -").exception();
        }
        return agency;
    }
}
