package org.unbroken.transcode;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/**
 * How a file is built, for comparing it with others of its camera: a name and a text each. What a file has nothing to say
 * of is left out. docs/FORMATS.md lists the names.
 */
public record FileStructure(NavigableMap<String, String> members) {
    public static final FileStructure NONE = new FileStructure(new TreeMap<>());

    private static final int MOST_LETTERS = 1200;

    public FileStructure {
        NavigableMap<String, String> kept = new TreeMap<>();
        members.forEach((name, text) -> {
            if (!text.isEmpty()) {
                kept.put(name, text.length() > MOST_LETTERS ? text.substring(0, MOST_LETTERS) : text);
            }
        });
        members = Collections.unmodifiableNavigableMap(kept);
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        members.forEach(json::put);
        return json.build();
    }

    /** Members that are no texts are of a later version, and passed over. */
    public static FileStructure parse(JsonObject json) {
        NavigableMap<String, String> members = new TreeMap<>();
        json.members().forEach((name, value) -> {
            if (value instanceof JsonString text) {
                members.put(name, text.value());
            }
        });
        return new FileStructure(members);
    }
}
