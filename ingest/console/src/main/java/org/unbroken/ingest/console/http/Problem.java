package org.unbroken.ingest.console.http;

import java.util.Map;
import java.util.TreeMap;
import org.unbroken.integrity.json.JsonObject;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param type names the kind; the member of that name is {@code urn:unbroken:problem:TYPE}, as on the upload address
 * @param detail what the caller can do about it; never anything secret, since anonymous callers read it too
 * @param more further members, for programs (section 3.2)
 */
public record Problem(
        int status, String type, String title, String detail, Map<String, String> headers, JsonObject more) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a problem with status " + status);
        }
        headers = Map.copyOf(headers);
    }

    private Problem(int status, String type, String title, String detail) {
        this(status, type, title, detail, Map.of());
    }

    public Problem(int status, String type, String title, String detail, Map<String, String> headers) {
        this(status, type, title, detail, headers, JsonObject.builder().build());
    }

    public static Problem badParameter(String name, String why) {
        return new Problem(400, "bad-parameter", "A parameter is wrong", "parameter \"" + name + "\": " + why);
    }

    public static Problem badRequest(String detail) {
        return new Problem(400, "bad-request", "The request is wrong", detail);
    }

    public static Problem unauthenticated() {
        return new Problem(
                401,
                "unauthenticated",
                "Credentials are needed",
                "send a token as \"Authorization: Bearer …\", sign in at /sign-in, or use a client certificate",
                Map.of("WWW-Authenticate", "Bearer realm=\"unbroken\""));
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "forbidden", "Not allowed", detail);
    }

    /** Which request the agency's rulebook asks for; {@code more} says it to programs. */
    public static Problem requestNeeded(String detail, JsonObject more) {
        return new Problem(403, "access-request-needed", "A request has to be approved first", detail, Map.of(), more);
    }

    /** What a document that the rulebook asks for does not say yet. */
    public static Problem incomplete(String detail, JsonObject more) {
        return new Problem(409, "incomplete", "Something is missing", detail, Map.of(), more);
    }

    /** Also the answer for what exists but not for this caller. */
    public static Problem notFound() {
        return new Problem(404, "not-found", "Not found", "there is nothing here, or nothing that you may see");
    }

    public static Problem absent(String detail) {
        return new Problem(404, "absent", "Not there", detail);
    }

    public static Problem methodNotAllowed(String method, String allowed) {
        return new Problem(
                405,
                "method-not-allowed",
                "Method not allowed",
                method + " does nothing here: use " + allowed,
                Map.of("Allow", allowed));
    }

    public static Problem conflict(String detail) {
        return new Problem(409, "conflict", "Not in this state", detail);
    }

    public static Problem gone(String detail) {
        return new Problem(410, "gone", "Disposed of", detail);
    }

    public static Problem tooLarge(int limitBytes) {
        return new Problem(413, "too-large", "Too large", "a request body here has at most " + limitBytes + " bytes");
    }

    public static Problem unsatisfiableRange(long size) {
        return new Problem(
                416,
                "unsatisfiable-range",
                "No such bytes",
                "the range starts at or after the end: there are " + size + " bytes",
                Map.of("Content-Range", "bytes */" + size));
    }

    public static Problem tooMany(String detail, long retryAfterSeconds) {
        return new Problem(429, "too-many", "Too many attempts", detail, retryAfter(retryAfterSeconds));
    }

    /** A witness's refusal, with the status that its protocol gives to it. */
    public static Problem refused(int status, String detail) {
        return new Problem(status, "refused", "Refused", detail);
    }

    public static Problem internal(String incident) {
        return new Problem(
                500,
                "internal",
                "Something failed here",
                "the failure is on record in the server's log as incident " + incident);
    }

    public static Problem unavailable(String detail, long retryAfterSeconds) {
        return new Problem(503, "unavailable", "Not now", detail, retryAfter(retryAfterSeconds));
    }

    private static Map<String, String> retryAfter(long seconds) {
        return Map.of("Retry-After", Long.toString(seconds));
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }

    public Answer answer() {
        JsonObject body = more.with()
                .put("type", "urn:unbroken:problem:" + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .build();
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Cache-Control", "no-store");
        return new Answer(status, MEDIA_TYPE, all, new Body.Bytes(body.canonical()));
    }
}
