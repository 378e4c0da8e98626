package org.unbroken.storage.rules;

import java.util.HashMap;
import java.util.Map;
import org.unbroken.integrity.json.JsonObject;

/**
 * Where each value of a JSON text stands, by its RFC 6901 pointer; a member's name stands under its pointer and {@code #}.
 * Only for texts that {@link JsonObject#parse} has read: nothing is checked here.
 */
final class JsonPlaces {
    private final String text;
    private final Map<String, Place> places = new HashMap<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private JsonPlaces(String text) {
        this.text = text;
    }

    static Map<String, Place> of(String text) {
        JsonPlaces places = new JsonPlaces(text);
        places.value("");
        return places.places;
    }

    private void value(String pointer) {
        blanks();
        places.put(pointer, here());
        char first = text.charAt(at);
        if (first == '{') {
            object(pointer);
        } else if (first == '[') {
            array(pointer);
        } else if (first == '"') {
            string();
        } else {
            while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
    }

    private void object(String pointer) {
        for (boolean more = opened('}'); more; more = next()) {
            blanks();
            Place place = here();
            String name = string();
            String member = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            places.put(member + "#", place);
            blanks();
            at++;
            value(member);
        }
    }

    private void array(String pointer) {
        int index = 0;
        for (boolean more = opened(']'); more; more = next()) {
            value(pointer + "/" + index++);
        }
    }

    /** Passes the opening bracket; says whether anything is inside, and passes the closing one if not. */
    private boolean opened(char closing) {
        at++;
        blanks();
        if (text.charAt(at) == closing) {
            at++;
            return false;
        }
        return true;
    }

    /** Passes the comma or the closing bracket after a value; says whether another follows. */
    private boolean next() {
        blanks();
        return text.charAt(at++) == ',';
    }

    /** Names with escapes are kept as written: no rule's name has one. */
    private String string() {
        int start = ++at;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.substring(start, at++);
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            if (text.charAt(at++) == '\n') {
                line++;
                lineStart = at;
            }
        }
    }

    private Place here() {
        return new Place(line, text.codePointCount(lineStart, at) + 1);
    }
}
