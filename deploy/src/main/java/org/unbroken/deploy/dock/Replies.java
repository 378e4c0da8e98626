package org.unbroken.deploy.dock;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;

/** Reads the parts of answers that matter to a client. Whatever a server sends, the worst is "absent". */
public final class Replies {
    private static final int LONGEST_WORDS = 300;

    private Replies() {}

    public static OptionalLong number(HttpHeaders headers, String name) {
        Optional<String> value = headers.firstValue(name).map(String::strip);
        return value.isPresent() && value.get().matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(value.get()))
                : OptionalLong.empty();
    }

    /** Seconds only: our servers send no dates there. */
    public static Optional<Duration> retryAfter(HttpHeaders headers) {
        OptionalLong seconds = number(headers, "Retry-After");
        return seconds.isPresent()
                ? Optional.of(Duration.ofSeconds(Math.min(3600, seconds.getAsLong())))
                : Optional.empty();
    }

    /** What the server said was wrong: from its problem document (RFC 9457), else the start of its text. */
    public static String problem(HttpResponse<byte[]> response) {
        return problem(response.statusCode(), response.body());
    }

    public static String problem(int status, byte[] body) {
        return status + words(body).map(words -> ": " + words).orElse("");
    }

    /** The member {@code reason} of what the server says of a recording. */
    static Optional<String> reason(HttpResponse<byte[]> response) {
        try {
            return JsonObject.parse(response.body()).findString("reason").map(Replies::clean);
        } catch (JsonException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> words(byte[] body) {
        if (body.length == 0) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.parse(body);
            Optional<String> title = json.findString("title");
            Optional<String> detail = json.findString("detail");
            if (title.isPresent() || detail.isPresent()) {
                return Optional.of(clean(
                        title.filter(t -> detail.isEmpty() || !detail.get().startsWith(t))
                                .map(t -> t + detail.map(d -> ": " + d).orElse(""))
                                .orElse(detail.orElse(""))));
            }
        } catch (JsonException notJson) {
            // Then it is text.
        }
        return Optional.of(clean(new String(body, 0, Math.min(body.length, LONGEST_WORDS), StandardCharsets.UTF_8)));
    }

    /** A hostile server shall not write control sequences to the terminal. */
    private static String clean(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() <= LONGEST_WORDS ? plain : plain.substring(0, LONGEST_WORDS) + "…";
    }
}
