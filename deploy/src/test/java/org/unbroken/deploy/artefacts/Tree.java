package org.unbroken.deploy.artefacts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a YAML document says, asked for by paths such as {@code spec.template.spec.containers}. */
record Tree(Object value) {

    Optional<Tree> find(String path) {
        Object at = value;
        for (String name : path.split("\\.", -1)) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(name)) {
                return Optional.empty();
            }
            at = map.get(name);
        }
        return at == null ? Optional.empty() : Optional.of(new Tree(at));
    }

    Tree at(String path) {
        return find(path).orElseThrow(() -> new AssertionError("no " + path + " in " + value));
    }

    String text(String path) {
        return String.valueOf(at(path).value());
    }

    /** The items of a list; none where the path leads nowhere. */
    List<Tree> list(String path) {
        return find(path).map(Tree::items).orElse(List.of());
    }

    List<Tree> items() {
        return value instanceof List<?> list ? list.stream().map(Tree::new).toList() : List.of();
    }

    List<String> texts(String path) {
        return list(path).stream().map(item -> String.valueOf(item.value())).toList();
    }

    List<String> keys(String path) {
        return find(path).map(Tree::value).filter(Map.class::isInstance).stream()
                .flatMap(map -> ((Map<?, ?>) map).keySet().stream().map(String::valueOf))
                .toList();
    }

    /** This and all below it. */
    Stream<Tree> all() {
        List<Tree> found = new ArrayList<>();
        collect(value, found);
        return found.stream();
    }

    private static void collect(Object at, List<Tree> found) {
        found.add(new Tree(at));
        if (at instanceof Map<?, ?> map) {
            map.values().forEach(below -> collect(below, found));
        } else if (at instanceof List<?> list) {
            list.forEach(below -> collect(below, found));
        }
    }
}
