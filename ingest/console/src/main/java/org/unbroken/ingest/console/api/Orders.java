package org.unbroken.ingest.console.api;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;

/** Reads the members of what people order; what is missing or wrong is named. */
final class Orders {
    static final int LONGEST_BODY = 16 << 10;
    private static final int LONGEST_TEXT = 2000;

    private Orders() {}

    static JsonObject parse(byte[] body) {
        try {
            return JsonObject.parse(body);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("the body is no JSON object as it is wanted here: " + e.getMessage())
                    .exception();
        }
    }

    /** What somebody gives as a ground: never empty. */
    static String text(JsonObject body, String name) {
        return findText(body, name).orElseThrow(() -> Problem.badRequest(
                        "\"" + name + "\" is needed: a text of 1 to " + LONGEST_TEXT + " characters, not all blank")
                .exception());
    }

    static Optional<String> findText(JsonObject body, String name) {
        Optional<String> found = member(body, name);
        if (found.isPresent()
                && (found.get().isBlank()
                        || found.get().length() > LONGEST_TEXT
                        || found.get().chars().anyMatch(Character::isISOControl))) {
            throw Problem.badRequest("\"" + name + "\" is a text of 1 to " + LONGEST_TEXT
                            + " characters in one line, not all blank")
                    .exception();
        }
        return found;
    }

    /** A UUID in lower case, whoever made it up: names of people do not fit into one. */
    static Optional<String> findId(JsonObject body, String name) {
        return member(body, name).map(text -> {
            try {
                if (UUID.fromString(text).toString().equals(text)) {
                    return text;
                }
            } catch (IllegalArgumentException e) {
                // As below.
            }
            throw Problem.badRequest("\"" + name + "\" is no UUID in lower case")
                    .exception();
        });
    }

    static Instant time(JsonObject body, String name) {
        String text = member(body, name)
                .orElseThrow(() -> Problem.badRequest("\"" + name + "\" is needed: a time as 2040-01-31T00:00:00Z")
                        .exception());
        try {
            return Timestamps.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"" + name + "\": " + e.getMessage()).exception();
        }
    }

    /** False where it is absent. */
    static boolean flag(JsonObject body, String name) {
        try {
            return body.find(name).isPresent() && body.bool(name);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"" + name + "\": " + e.getMessage()).exception();
        }
    }

    private static Optional<String> member(JsonObject body, String name) {
        try {
            return body.findString(name);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"" + name + "\": " + e.getMessage()).exception();
        }
    }
}
