package org.unbroken.deploy.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unbroken.deploy.cluster.Part.Condition;
import org.unbroken.deploy.cluster.Part.Standing;
import org.unbroken.deploy.terminal.Table;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;

/**
 * How a cluster is.
 *
 * @param leader which node writes the log, or why that is not known
 */
public record ClusterReport(Map<String, Condition> parts, Leader leader) {
    public ClusterReport {
        parts = new LinkedHashMap<>(parts);
    }

    /** Which node writes the log: a name, or a reason why none does or nobody knows. */
    record Leader(Optional<String> node, Optional<String> problem) {}

    public boolean isWell() {
        return leader.node().isPresent()
                && parts.values().stream().allMatch(condition -> condition.standing() == Standing.READY);
    }

    public List<String> lines() {
        Table table = new Table("process", "state", "pid", "ports", "");
        parts.forEach((name, condition) -> table.row(
                name,
                state(condition),
                condition.pid().map(String::valueOf).orElse(""),
                condition.ports().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                remark(name, condition)));
        List<String> lines = new ArrayList<>(table.lines());
        leader.problem().ifPresent(problem -> lines.add("No log node leads: " + problem));
        return lines;
    }

    private String remark(String name, Condition condition) {
        String detail = condition.detail().orElse("");
        if (leader.node().filter(name::equals).isPresent()) {
            return detail.isEmpty() ? "writes the log" : "was the log's writer; " + detail;
        }
        return detail;
    }

    private static String state(Condition condition) {
        return condition.standing().name().toLowerCase(Locale.ROOT);
    }

    public JsonObject json() {
        return JsonObject.builder()
                .put("well", isWell())
                .putIfPresent("log_writer", leader.node())
                .putIfPresent("log_problem", leader.problem())
                .put(
                        "processes",
                        new JsonArray(parts.entrySet().stream()
                                .<Json>map(entry -> json(entry.getKey(), entry.getValue()))
                                .toList()))
                .build();
    }

    private static JsonObject json(String name, Condition condition) {
        JsonObject.Builder json = JsonObject.builder()
                .put("name", name)
                .put("state", state(condition))
                .put(
                        "ports",
                        new JsonArray(condition.ports().stream()
                                .<Json>map(JsonInteger::new)
                                .toList()))
                .putIfPresent("detail", condition.detail());
        condition.pid().ifPresent(pid -> json.put("pid", pid));
        return json.build();
    }
}
