package org.unbroken.integrity.json;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object. Members lie in the order of RFC 8785 section 3.2.3 (UTF-16 code units), which is that of
 * {@link String#compareTo}. Members that a reader does not know stay in it and so survive being written again.
 */
public final class JsonObject implements Json {
    /** Nobody changes it any more. */
    private final SortedMap<String, Json> members;

    private JsonObject(SortedMap<String, Json> members) {
        this.members = members;
    }

    /** Takes the map over: whoever made it leaves it alone from now on. */
    static JsonObject owning(SortedMap<String, Json> members) {
        return new JsonObject(members);
    }

    /** In their order; cannot be changed. */
    public SortedMap<String, Json> members() {
        return Collections.unmodifiableSortedMap(members);
    }

    /** As {@link #members}, for those who leave it as it is. */
    SortedMap<String, Json> inOrder() {
        return members;
    }

    public static Builder builder() {
        return new Builder(new TreeMap<>());
    }

    /** A builder that starts from these members: the way to change one and keep the unknown ones. */
    public Builder with() {
        return new Builder(new TreeMap<>(members));
    }

    /** Reads one JSON text that must be an object; throws {@link JsonException} otherwise. */
    public static JsonObject parse(byte[] utf8) {
        if (Json.parse(utf8) instanceof JsonObject object) {
            return object;
        }
        throw new JsonException("not a JSON object");
    }

    public Optional<Json> find(String name) {
        return Optional.ofNullable(members.get(name)).filter(value -> value != JsonNull.NULL);
    }

    public String string(String name) {
        return findString(name).orElseThrow(() -> missing(name));
    }

    public Optional<String> findString(String name) {
        return typed(name, JsonString.class).map(JsonString::value);
    }

    public long integer(String name) {
        return findInteger(name).orElseThrow(() -> missing(name));
    }

    public Optional<Long> findInteger(String name) {
        return typed(name, JsonInteger.class).map(JsonInteger::value);
    }

    public boolean bool(String name) {
        return typed(name, JsonBoolean.class).orElseThrow(() -> missing(name)).value();
    }

    public JsonObject object(String name) {
        return findObject(name).orElseThrow(() -> missing(name));
    }

    public Optional<JsonObject> findObject(String name) {
        return typed(name, JsonObject.class);
    }

    public JsonArray array(String name) {
        return findArray(name).orElseThrow(() -> missing(name));
    }

    public Optional<JsonArray> findArray(String name) {
        return typed(name, JsonArray.class);
    }

    private <T extends Json> Optional<T> typed(String name, Class<T> type) {
        Optional<Json> value = find(name);
        if (value.isPresent() && !type.isInstance(value.get())) {
            throw new JsonException("member \"" + name + "\" is not a "
                    + type.getSimpleName().substring("Json".length()).toLowerCase(java.util.Locale.ROOT));
        }
        return value.map(type::cast);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    private static JsonException missing(String name) {
        return new JsonException("member \"" + name + "\" is missing");
    }

    /** Collects members. {@code put} of an absent optional or a null string puts nothing. */
    public static final class Builder {
        private SortedMap<String, Json> members;
        /** An object has them: the next change is made to a copy. */
        private boolean given;

        private Builder(SortedMap<String, Json> members) {
            this.members = members;
        }

        public Builder put(String name, Json value) {
            own().put(name, value);
            return this;
        }

        public Builder put(String name, @Nullable String value) {
            return value == null ? this : put(name, new JsonString(value));
        }

        public Builder put(String name, long value) {
            return put(name, new JsonInteger(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new JsonBoolean(value));
        }

        public Builder putIfPresent(String name, Optional<String> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        public Builder putAll(Map<String, ? extends Json> more) {
            own().putAll(more);
            return this;
        }

        public Builder remove(String name) {
            own().remove(name);
            return this;
        }

        public JsonObject build() {
            given = true;
            return new JsonObject(members);
        }

        private SortedMap<String, Json> own() {
            if (given) {
                members = new TreeMap<>(members);
                given = false;
            }
            return members;
        }
    }
}
