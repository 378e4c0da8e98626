package org.unbroken.ingest.console.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.storage.access.Permission;

/**
 * One method of one address.
 *
 * @param template {@code {name}} stands for one segment, {@code {name...}}, at the end, for one or more
 * @param permission what the caller needs; empty: answers without credentials
 */
public record Route(String method, String template, Optional<Permission> permission, Endpoint endpoint) {

    public Route {
        if (!List.of("GET", "POST").contains(method)) {
            throw new IllegalArgumentException("method " + method);
        }
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("template " + template);
        }
    }

    public static Route get(String template, Permission permission, Endpoint endpoint) {
        return new Route("GET", template, Optional.of(permission), endpoint);
    }

    public static Route post(String template, Permission permission, Endpoint endpoint) {
        return new Route("POST", template, Optional.of(permission), endpoint);
    }

    /** Answers without credentials. */
    public static Route open(String method, String template, Endpoint endpoint) {
        return new Route(method, template, Optional.empty(), endpoint);
    }

    /** The variables' values, when the path is of this route. */
    Optional<Map<String, String>> match(String path) {
        List<String> wanted = segments(template);
        List<String> given = segments(path);
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String want = wanted.get(i);
            if (i >= given.size()) {
                return Optional.empty();
            }
            if (want.endsWith("...}")) {
                variables.put(want.substring(1, want.length() - 4), String.join("/", given.subList(i, given.size())));
                return Optional.of(variables);
            }
            if (want.startsWith("{")) {
                variables.put(want.substring(1, want.length() - 1), given.get(i));
            } else if (!want.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return wanted.size() == given.size() ? Optional.of(variables) : Optional.empty();
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
        segments.remove(0);
        return segments;
    }
}
