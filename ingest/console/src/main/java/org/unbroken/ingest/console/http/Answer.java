package org.unbroken.ingest.console.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.unbroken.integrity.json.Json;

/**
 * What an endpoint answers with. Nothing of it is sent before the endpoint has returned it.
 *
 * @param mediaType empty for no {@code Content-Type}
 */
public record Answer(int status, String mediaType, Map<String, String> headers, Body body) {
    public static final String JSON = "application/json";
    public static final String HTML = "text/html; charset=utf-8";
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String OCTETS = "application/octet-stream";

    public Answer {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status " + status);
        }
        headers = Map.copyOf(headers);
    }

    public static Answer bytes(int status, String mediaType, byte[] bytes) {
        return new Answer(status, mediaType, Map.of("Cache-Control", "no-store"), new Body.Bytes(bytes));
    }

    public static Answer json(int status, Json json) {
        return bytes(status, JSON, json.canonical());
    }

    public static Answer html(int status, String page) {
        return bytes(status, HTML, page.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer text(int status, String text) {
        return bytes(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code 303 See Other}. The place is always one of ours: a path that the caller of this made or checked. */
    public static Answer seeOther(String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("not a path of this server: " + path);
        }
        return new Answer(303, "", Map.of("Location", path, "Cache-Control", "no-store"), new Body.Empty());
    }

    /** The same answer with one more header, or another value for one. */
    public Answer with(String header, String value) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put(header, value);
        return new Answer(status, mediaType, all, body);
    }
}
