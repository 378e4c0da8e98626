package org.unbroken.deploy.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.unbroken.integrity.note.VerifierKey;

/** Texts as values. Collects what is wrong with them, so that an operator sees all of it at once. */
final class SettingValues {
    private final Map<Setting, String> given;
    private final List<String> problems = new ArrayList<>();

    SettingValues(Map<Setting, String> given) {
        this.given = given;
    }

    /** Throws when anything was found to be wrong. */
    void requireNoProblems() throws SettingsException {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    /** Whether the key was given with a value, defaults not counted. */
    boolean isGiven(Setting setting) {
        return !given.getOrDefault(setting, "").isEmpty();
    }

    String text(Setting setting) {
        return given.getOrDefault(setting, setting.standard());
    }

    void problem(Setting setting, String message) {
        problems.add(setting.key() + " = " + text(setting) + ": " + message);
    }

    boolean flag(Setting setting) {
        return value(
                        setting,
                        text -> text,
                        "false",
                        text -> text.equals("true") || text.equals("false"),
                        "true or false")
                .equals("true");
    }

    int count(Setting setting, int least, int most) {
        return value(setting, Integer::valueOf, least, n -> n >= least && n <= most, least + " to " + most);
    }

    long bytes(Setting setting, long least, long most) {
        return value(setting, Quantities::bytes, least, n -> n >= least && n <= most, least + " to " + most + " bytes");
    }

    /** A text that the pattern fits, or empty where that is allowed. */
    String matching(Setting setting, String pattern, String expected) {
        return value(setting, text -> text, "", text -> text.matches(pattern), expected);
    }

    Optional<Path> path(Setting setting) {
        String text = text(setting);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(text).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            problem(setting, "not a path");
            return Optional.empty();
        }
    }

    Optional<Path> readable(Setting setting) {
        Optional<Path> path = path(setting);
        if (path.isPresent() && !(Files.isRegularFile(path.get()) && Files.isReadable(path.get()))) {
            problem(setting, "not a file that can be read");
        }
        return path;
    }

    /** Verifier keys, or a file that holds them. */
    List<VerifierKey> keys(Setting setting) {
        if (text(setting).isEmpty()) {
            return List.of();
        }
        try {
            return TrustedKeys.read(text(setting));
        } catch (IOException | IllegalArgumentException e) {
            problem(setting, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    /** An address of an HTTP server. */
    Optional<URI> address(Setting setting) {
        return text(setting).isEmpty() ? Optional.empty() : address(setting, text(setting));
    }

    /** Addresses with commas between them. */
    List<URI> addresses(Setting setting) {
        List<URI> all = new ArrayList<>();
        for (String one : text(setting).split(",", -1)) {
            if (!one.isBlank()) {
                address(setting, one.strip()).ifPresent(all::add);
            }
        }
        return all;
    }

    private Optional<URI> address(Setting setting, String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for any other text that is none.
        }
        problem(setting, "\"" + text + "\" is not an address such as http://host:8080");
        return Optional.empty();
    }

    /** {@code fallback} only stands in until all problems are collected. */
    <T> T value(Setting setting, Function<String, T> parse, T fallback, Predicate<T> allowed, String expected) {
        try {
            T value = parse.apply(text(setting));
            if (allowed.test(value)) {
                return value;
            }
            problem(setting, "expected " + expected);
        } catch (NumberFormatException e) {
            problem(setting, "expected a whole number, " + expected);
        } catch (IllegalArgumentException e) {
            problem(setting, String.valueOf(e.getMessage()));
        }
        return fallback;
    }
}
