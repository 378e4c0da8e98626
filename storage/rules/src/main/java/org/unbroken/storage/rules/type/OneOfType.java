package org.unbroken.storage.rules.type;

import java.util.List;
import java.util.Set;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.rules.Said;

/** One word of a closed set. {@code above} holds each pair as {@code stricter>laxer}; pairs not in it cannot be compared. */
public record OneOfType(List<String> words, Set<String> above) implements RuleType<String> {
    public OneOfType {
        words = List.copyOf(words);
        above = Set.copyOf(above);
        for (String pair : above) {
            if (!words.containsAll(List.of(pair.split(">", -1)))) {
                throw new IllegalArgumentException(pair + " has a word that is not of " + words);
            }
        }
    }

    public static OneOfType of(String... words) {
        return new OneOfType(List.of(words), Set.of());
    }

    public OneOfType with(String... stricter) {
        return new OneOfType(words, Set.of(stricter));
    }

    @Override
    public String read(Json json) throws WrongValueException {
        if (json instanceof JsonString string && words.contains(string.value())) {
            return string.value();
        }
        throw wrong(json);
    }

    @Override
    public Strictness compare(String parent, String child) {
        if (parent.equals(child)) {
            return Strictness.SAME;
        }
        if (above.contains(child + ">" + parent)) {
            return Strictness.STRICTER;
        }
        return above.contains(parent + ">" + child) ? Strictness.LAXER : Strictness.INCOMPARABLE;
    }

    @Override
    public Said expected() {
        String all = String.join(", ", words);
        return new Said("应为其中之一：" + all, "write one of " + all);
    }
}
