package org.unbroken.ingest.gateway.tus;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;

/**
 * Why a request was refused, as RFC 9457 has it.
 *
 * @param slug names the kind; its {@code type} is {@code urn:unbroken:problem:SLUG}
 * @param detail what was wrong with this request, and what to do
 * @param headers to go with the answer
 * @param members further members of the document
 */
public record Problem(
        int status, String slug, String title, String detail, Map<String, String> headers, Map<String, Json> members) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a problem with status " + status);
        }
        headers = Map.copyOf(headers);
        members = Map.copyOf(members);
    }

    public Problem(int status, String slug, String title, String detail) {
        this(status, slug, title, detail, Map.of(), Map.of());
    }

    public Problem header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, slug, title, detail, more, members);
    }

    public Problem member(String name, long value) {
        Map<String, Json> more = new LinkedHashMap<>(members);
        more.put(name, new JsonInteger(value));
        return new Problem(status, slug, title, detail, headers, more);
    }

    public byte[] document() {
        return JsonObject.builder()
                .put("type", "urn:unbroken:problem:" + slug)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .putAll(members)
                .build()
                .canonical();
    }

    public RefusedException refused() {
        return new RefusedException(this);
    }
}
