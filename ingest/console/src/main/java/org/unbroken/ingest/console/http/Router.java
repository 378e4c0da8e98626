package org.unbroken.ingest.console.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All that the console answers to. A path is taken as it came: none of ours needs a percent sign, so one that has any is
 * not ours, and there is nothing to decode twice.
 */
public final class Router {
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9._-]*)+");

    private final List<Route> routes;

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
        long distinct = routes.stream()
                .map(route -> route.method() + " " + route.template())
                .distinct()
                .count();
        if (distinct != routes.size()) {
            throw new IllegalArgumentException("two routes for one method and address");
        }
    }

    public List<Route> routes() {
        return routes;
    }

    /** The route of a request; a {@code HEAD} is answered by the route for {@code GET}. */
    public Optional<Match> match(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        return ofPath(path).stream()
                .filter(match -> match.route().method().equals(wanted))
                .findFirst();
    }

    /** The methods that this path takes, for {@code Allow}; empty when there is nothing at it. */
    public String allowed(String path) {
        TreeSet<String> methods = ofPath(path).stream()
                .map(match -> match.route().method())
                .collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    private List<Match> ofPath(String path) {
        if (path.length() > 1024 || !PLAIN.matcher(path).matches() || path.contains("..")) {
            return List.of();
        }
        return routes.stream()
                .flatMap(route -> route.match(path).map(variables -> new Match(route, variables)).stream())
                .toList();
    }

    /** A route with what stood for its variables. */
    public record Match(Route route, Map<String, String> variables) {}
}
