package org.unbroken.integrity.json;

import java.util.Arrays;
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
    /** Ascending; nobody changes them any more. Most objects are small, and a tree takes several times as much. */
    private final String[] names;
    /** In the places of their names. */
    private final Json[] values;

    private JsonObject(String[] names, Json[] values) {
        this.names = names;
        this.values = values;
    }

    static JsonObject of(SortedMap<String, Json> members) {
        return new JsonObject(
                members.keySet().toArray(new String[0]), members.values().toArray(new Json[0]));
    }

    /** The first so many of these, which are in their order. */
    static JsonObject sorted(String[] names, Json[] values, int size) {
        return new JsonObject(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }

    /** In their order; cannot be changed. */
    public SortedMap<String, Json> members() {
        SortedMap<String, Json> members = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            members.put(names[i], values[i]);
        }
        return Collections.unmodifiableSortedMap(members);
    }

    public boolean isEmpty() {
        return names.length == 0;
    }

    int size() {
        return names.length;
    }

    String name(int place) {
        return names[place];
    }

    Json value(int place) {
        return values[place];
    }

    public static Builder builder() {
        return new Builder(new String[8], new Json[8], 0);
    }

    /** A builder that starts from these members: the way to change one and keep the unknown ones. */
    public Builder with() {
        return new Builder(
                Arrays.copyOf(names, names.length + 4), Arrays.copyOf(values, names.length + 4), names.length);
    }

    /** Reads one JSON text that must be an object; throws {@link JsonException} otherwise. */
    public static JsonObject parse(byte[] utf8) {
        if (Json.parse(utf8) instanceof JsonObject object) {
            return object;
        }
        throw new JsonException("not a JSON object");
    }

    /**
     * The object, where these bytes are seen at once to be its canonical form. Empty says nothing: they may be it all the
     * same, may be another form of one, or none.
     */
    public static Optional<JsonObject> ofCanonical(byte[] utf8) {
        return PlainReader.read(utf8) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    public Optional<Json> find(String name) {
        int place = Arrays.binarySearch(names, name);
        return place < 0 || values[place] == JsonNull.NULL ? Optional.empty() : Optional.of(values[place]);
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
        return other instanceof JsonObject object
                && Arrays.equals(names, object.names)
                && Arrays.equals(values, object.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
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
        private String[] names;
        private Json[] values;
        private int size;

        private Builder(String[] names, Json[] values, int size) {
            this.names = names;
            this.values = values;
            this.size = size;
        }

        public Builder put(String name, Json value) {
            int place = place(name);
            if (place < 0) {
                place = -1 - place;
                makeRoom(place);
                names[place] = name;
            }
            values[place] = value;
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
            more.forEach(this::put);
            return this;
        }

        /** As {@link #putAll(Map)}. */
        public Builder putAll(JsonObject more) {
            for (int i = 0; i < more.size(); i++) {
                put(more.name(i), more.value(i));
            }
            return this;
        }

        public Builder remove(String name) {
            int place = place(name);
            if (place >= 0) {
                size--;
                System.arraycopy(names, place + 1, names, place, size - place);
                System.arraycopy(values, place + 1, values, place, size - place);
            }
            return this;
        }

        public JsonObject build() {
            return sorted(names, values, size);
        }

        /** Where it is or, less than zero, one before where it would be; most are put in their order. */
        private int place(String name) {
            boolean last = size == 0 || names[size - 1].compareTo(name) < 0;
            return last ? -1 - size : Arrays.binarySearch(names, 0, size, name);
        }

        private void makeRoom(int place) {
            if (size == names.length) {
                names = Arrays.copyOf(names, 2 * size + 4);
                values = Arrays.copyOf(values, 2 * size + 4);
            }
            System.arraycopy(names, place, names, place + 1, size - place);
            System.arraycopy(values, place, values, place + 1, size - place);
            size++;
        }
    }
}
