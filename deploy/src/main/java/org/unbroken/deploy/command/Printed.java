package org.unbroken.deploy.command;

import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/** Members of answers, for people. What others wrote cannot move the cursor. */
final class Printed {
    private Printed() {}

    static String text(Json value) {
        if (value == JsonNull.NULL) {
            return "(taken away)";
        }
        if (value instanceof JsonArray array) {
            return array.items().stream()
                    .map(Printed::text)
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("");
        }
        String text = value instanceof JsonString string ? string.value() : value.text();
        return text.replaceAll("[\\p{Cntrl}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }

    /** By whom something was stated: a name where one is known, and the credential's id. */
    static String who(JsonObject stated) {
        String actor = stated.findString("actor").orElse("?");
        return stated.findString("by")
                .filter(name -> !name.isBlank())
                .map(name -> text(new JsonString(name)) + " [" + actor + "]")
                .orElse(actor);
    }
}
