package org.unbroken.ingest.console.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/**
 * Reads members of an analysis without trusting its shape: a member of another type counts as absent. An analysis is
 * made from a camera's file, and one odd file must not take a page down.
 */
public final class Texts {
    private Texts() {}

    public static Optional<String> find(JsonObject object, String name) {
        return object.find(name).filter(JsonString.class::isInstance).map(value -> ((JsonString) value).value());
    }

    public static OptionalLong number(JsonObject object, String name) {
        return object.find(name)
                .filter(JsonInteger.class::isInstance)
                .map(value -> OptionalLong.of(((JsonInteger) value).value()))
                .orElseGet(OptionalLong::empty);
    }

    /** The objects in an array; what is none is passed over. */
    public static List<JsonObject> objects(JsonObject object, String name) {
        return object.find(name)
                .filter(JsonArray.class::isInstance)
                .map(value -> ((JsonArray) value)
                        .items().stream()
                                .filter(JsonObject.class::isInstance)
                                .map(JsonObject.class::cast)
                                .toList())
                .orElse(List.of());
    }
}
