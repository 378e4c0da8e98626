package org.unbroken.storage.rules.type;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.rules.Said;

/**
 * Some words, each once, in the order written. An empty vocabulary takes any slug: what a regulation counts up (steps,
 * offences) is its own, and a new one needs no code.
 */
public record WordsType(List<String> vocabulary, Order order) implements RuleType<Set<String>> {
    /** Which of two sets is the stricter. */
    public enum Order {
        MORE,
        FEWER,
        /** Only equal sets are alike: alternatives, or exclusions that cut both ways. */
        NONE
    }

    public WordsType {
        vocabulary = List.copyOf(vocabulary);
    }

    public static WordsType more(String... vocabulary) {
        return new WordsType(List.of(vocabulary), Order.MORE);
    }

    public static WordsType fewer(String... vocabulary) {
        return new WordsType(List.of(vocabulary), Order.FEWER);
    }

    public static WordsType unordered(String... vocabulary) {
        return new WordsType(List.of(vocabulary), Order.NONE);
    }

    @Override
    public Set<String> read(Json json) throws WrongValueException {
        if (!(json instanceof JsonArray array)) {
            throw wrong(json);
        }
        Set<String> words = new LinkedHashSet<>();
        for (Json item : array.items()) {
            if (!(item instanceof JsonString word) || !known(word.value())) {
                throw wrong(item);
            }
            if (!words.add(word.value())) {
                String twice = Shown.text(word.value());
                throw new WrongValueException(
                        new Said("“" + twice + "”出现两次", "\"" + twice + "\" is there twice"),
                        new Said("删去一个", "take one away"));
            }
        }
        return Collections.unmodifiableSet(words);
    }

    private boolean known(String word) {
        return vocabulary.isEmpty() ? word.matches("[a-z][a-z0-9-]{0,63}") : vocabulary.contains(word);
    }

    @Override
    public Strictness compare(Set<String> parent, Set<String> child) {
        if (parent.equals(child)) {
            return Strictness.SAME;
        }
        boolean more = child.containsAll(parent);
        boolean fewer = parent.containsAll(child);
        if (order == Order.NONE || !(more || fewer)) {
            return Strictness.INCOMPARABLE;
        }
        return more == (order == Order.MORE) ? Strictness.STRICTER : Strictness.LAXER;
    }

    @Override
    public Said expected() {
        if (vocabulary.isEmpty()) {
            return new Said(
                    "应写数组，每项为小写英文词（字母、数字、连字符）", "write an array of lower-case words (letters, digits, hyphens)");
        }
        String all = String.join(", ", vocabulary);
        return new Said("应写数组，取自：" + all, "write an array of some of " + all);
    }
}
