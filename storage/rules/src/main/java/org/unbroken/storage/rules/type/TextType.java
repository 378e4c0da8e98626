package org.unbroken.storage.rules.type;

import java.time.ZoneId;
import java.util.function.Predicate;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.rules.Said;

/** A text of which nobody can say that one is stricter than another. */
public record TextType(Predicate<String> allowed, Said expected) implements RuleType<String> {
    /** Up to 200 characters, perhaps none. */
    public static TextType phrase() {
        return new TextType(
                text -> text.length() <= 200, new Said("应写文字，至多200字", "write a text of at most 200 characters"));
    }

    public static TextType zone() {
        return new TextType(
                text -> ZoneId.getAvailableZoneIds().contains(text),
                new Said("应写时区，如 Asia/Shanghai", "write a time zone such as Asia/Shanghai"));
    }

    @Override
    public String read(Json json) throws WrongValueException {
        if (json instanceof JsonString string && allowed.test(string.value())) {
            return string.value();
        }
        throw wrong(json);
    }

    @Override
    public Strictness compare(String parent, String child) {
        return parent.equals(child) ? Strictness.SAME : Strictness.INCOMPARABLE;
    }
}
