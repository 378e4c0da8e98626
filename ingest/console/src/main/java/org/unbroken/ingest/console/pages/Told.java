package org.unbroken.ingest.console.pages;

import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/** Members of what the API answers, as pages show them. */
final class Told {
    private Told() {}

    static Markup time(JsonObject json, String name) {
        return text(json, name).map(Timestamps::parse).map(Words::time).orElse(Words.none());
    }

    /** Empty for what is absent, or null. */
    static Optional<String> text(JsonObject json, String name) {
        return json.find(name).filter(JsonString.class::isInstance).map(value -> ((JsonString) value).value());
    }

    static String number(JsonObject json, String name) {
        Json value = json.members().get(name);
        return value instanceof JsonInteger number ? Words.count(number.value()) : "";
    }

    /** How things stand, with the colour for it. */
    static Markup state(String state) {
        return Markup.of("<span class=\"badge {}\">{}</span>", colour(state), state.replace('_', ' '));
    }

    private static String colour(String state) {
        return switch (state) {
            case "approved", "drawn", "in-order", "returned" -> "sealed";
            case "refused", "faulty", "lost" -> "quarantined";
            case "requested", "issued", "lent" -> "landed";
            case "not-possible" -> "blocked";
            default -> "disposed";
        };
    }
}
