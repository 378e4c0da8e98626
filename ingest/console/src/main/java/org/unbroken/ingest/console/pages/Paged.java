package org.unbroken.ingest.console.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonString;

/** The way to the next page of a list, with the same filters. */
final class Paged {
    private Paged() {}

    static Markup older(String path, Query query, Optional<Json> next) {
        return of(path, query, next, "« Newest", "Older »");
    }

    /** Of a list by name. */
    static Markup further(String path, Query query, Optional<Json> next) {
        return of(path, query, next, "« First", "Further »");
    }

    private static Markup of(String path, Query query, Optional<Json> next, String first, String further) {
        Optional<String> after = next.filter(JsonString.class::isInstance).map(id -> ((JsonString) id).value());
        Markup newest = query.find("after").isPresent()
                ? Markup.of("<a href=\"{}\">{}</a>", address(path, query, Optional.empty()), first)
                : Markup.EMPTY;
        Markup older = after.isPresent()
                ? Markup.of("<a rel=\"next\" href=\"{}\">{}</a>", address(path, query, after), further)
                : Markup.EMPTY;
        return Markup.of("<nav class=\"paging\">{}{}</nav>", newest, older);
    }

    /** With these filters, and no place but this one. */
    static String address(String path, Query query, Optional<String> after) {
        TreeMap<String, String> parameters = new TreeMap<>(query.parameters());
        parameters.remove("after");
        after.ifPresent(place -> parameters.put("after", place));
        String text = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return text.isEmpty() ? path : path + "?" + text;
    }
}
