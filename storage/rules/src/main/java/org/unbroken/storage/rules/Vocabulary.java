package org.unbroken.storage.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.unbroken.integrity.json.JsonObject;

/** The words that settings are written in, as the regulations say them. */
public final class Vocabulary {
    private static final Map<String, String> CHINESE = read();

    private Vocabulary() {}

    /** The word itself where there is no other: what a regulation lists of its own is told by its wording. */
    public static String in(Language language, String word) {
        return language == Language.ZH ? CHINESE.getOrDefault(word, word) : word;
    }

    public static String in(Language language, Collection<String> words) {
        return words.stream()
                .map(word -> in(language, word))
                .collect(Collectors.joining(language == Language.ZH ? "、" : ", "));
    }

    static boolean knows(String word) {
        return CHINESE.containsKey(word);
    }

    private static Map<String, String> read() {
        try (InputStream in = Vocabulary.class.getResourceAsStream("words.json")) {
            if (in == null) {
                throw new IllegalStateException("words.json is not in the jar");
            }
            JsonObject words = JsonObject.parse(in.readAllBytes());
            Map<String, String> chinese = new HashMap<>();
            words.members().keySet().forEach(word -> chinese.put(word, words.string(word)));
            return Map.copyOf(chinese);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
