package org.unbroken.ingest.console.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request. Strict: a filter that is misspelt, given twice or half decoded must not be passed over,
 * since the caller would take the answer for more, or less, than it is.
 */
public record Query(Map<String, String> parameters) {
    public static final int MOST_PARAMETERS = 32;

    public Query {
        parameters = Map.copyOf(parameters);
    }

    /** Reads {@code a=b&c=d} (application/x-www-form-urlencoded, UTF-8); throws 400 where it is malformed. */
    public static Query parse(@Nullable String raw) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return new Query(parameters);
        }
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (parameters.put(name, value) != null) {
                throw Problem.badParameter(shown(name), "given twice").exception();
            }
            if (parameters.size() > MOST_PARAMETERS) {
                throw Problem.badRequest("more than " + MOST_PARAMETERS + " parameters")
                        .exception();
            }
        }
        return new Query(parameters);
    }

    private static String decode(String encoded) {
        byte[] bytes = new byte[encoded.length() * 3];
        int length = 0;
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                int high = i + 1 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
                int low = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw Problem.badRequest("a % in the query without two hex digits after it")
                            .exception();
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else if (c < 0x80) {
                bytes[length++] = (byte) (c == '+' ? ' ' : c);
            } else {
                throw Problem.badRequest("a character in the query that is not percent-encoded")
                        .exception();
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("the query is not UTF-8").exception();
        }
    }

    /** Throws 400 naming the first parameter that is not one of these. */
    public Query allowOnly(List<String> names) {
        parameters.keySet().stream()
                .sorted()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Problem.badParameter(shown(name), "not known here: " + String.join(", ", names))
                            .exception();
                });
        return this;
    }

    /** Without those that are blank: what a browser sends for the fields of a form that were left empty. */
    public Query withoutBlank() {
        Map<String, String> kept = new LinkedHashMap<>(parameters);
        kept.values().removeIf(String::isBlank);
        return new Query(kept);
    }

    /** Without these: what one reader has read, before another that does not know them. */
    public Query without(java.util.Set<String> names) {
        Map<String, String> kept = new LinkedHashMap<>(parameters);
        kept.keySet().removeAll(names);
        return new Query(kept);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** A caller's text, short and printable, to be named in an answer. */
    public static String shown(String text) {
        String printable = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60).replaceAll("\\p{Cs}$", "") + "…";
    }
}
