package org.unbroken.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An alert about a metric that nobody has is silent for ever: so each name is looked up in the code. */
final class AlertsTest {
    /** Of programs that are not ours: HAProxy, node exporter, Flink's reporter, the JVM's standard metrics. */
    private static final Set<String> OTHERS = Set.of(
            "up",
            "haproxy_server_current_sessions",
            "haproxy_server_status",
            "node_filesystem_avail_bytes",
            "node_filesystem_size_bytes",
            "jvm_memory_used_bytes",
            "jvm_memory_max_bytes",
            "jvm_gc_collection_seconds_sum",
            "process_cpu_seconds_total",
            "flink_jobmanager_numRunningJobs",
            "flink_jobmanager_numRegisteredTaskManagers",
            "flink_jobmanager_job_numRestarts",
            "flink_jobmanager_job_numberOfFailedCheckpoints",
            "flink_jobmanager_job_lastCheckpointDuration",
            "flink_taskmanager_Status_JVM_Memory_Heap_Used",
            "flink_taskmanager_job_task_busyTimeMsPerSecond",
            "flink_taskmanager_job_task_operator_KafkaSourceReader_KafkaConsumer_records_lag_max");

    /** A whole word that is no function: those are followed by a parenthesis. */
    private static final Pattern NAME = Pattern.compile("(?<![0-9a-zA-Z_.])[a-zA-Z_][a-zA-Z0-9_]*+(?!\\s*\\()");

    private static final Set<String> WORDS = Set.of("by", "without", "on", "or", "and", "unless", "offset", "ignoring");

    @Test
    void everyMetricThatIsWatchedIsThere() throws IOException {
        Set<String> known = new HashSet<>(OTHERS);
        for (String name : inTheCode()) {
            known.add(name);
            if (name.endsWith("_seconds")) {
                known.addAll(Set.of(name + "_bucket", name + "_count", name + "_sum"));
            }
        }
        List<String> expressions = expressions();
        assertThat(expressions).hasSizeGreaterThan(60);
        for (String expression : expressions) {
            assertThat(names(expression)).as(expression).isNotEmpty().isSubsetOf(known);
        }
    }

    @Test
    void aMisspeltMetricIsFound() {
        assertThat(names("sum by (instance) (rate(unbroken_uplaods_total{outcome=\"failed\"}[10m])) > 0.02"))
                .containsExactly("unbroken_uplaods_total");
        assertThat(names("a / (deriv(b{c!~\"d|e\"}[6h]) * -86400 > 0)")).containsExactlyInAnyOrder("a", "b");
        assertThat(names("max(x{s=\"q\"}) - max(x{s=\"q\"} offset 1h) > 0")).containsExactly("x");
    }

    @Test
    void everyAlertHasASectionThatSaysWhatToDo() {
        String operations = DeploymentFiles.text(DeploymentFiles.ROOT.resolve("docs/OPERATIONS.md"));
        Set<String> sections = operations
                .lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).strip())
                .collect(Collectors.toSet());
        Set<String> names = new HashSet<>();
        for (Tree alert : alerts(DeploymentFiles.DEPLOY.resolve("prometheus/alerts.yml"))) {
            String name = alert.text("alert");
            assertThat(names.add(name)).as(name).isTrue();
            assertThat(sections).contains(name);
            assertThat(alert.text("annotations.runbook_url"))
                    .isEqualTo("docs/OPERATIONS.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(alert.text("annotations.summary")).isNotBlank();
            assertThat(alert.text("labels.severity")).isIn("page", "ticket");
        }
        sections.removeIf(section -> !section.startsWith("Unbroken"));
        assertThat(sections).as("sections of alerts that are no more").isEqualTo(names);
    }

    @Test
    void kubernetesHasTheSameAlerts() {
        Tree rules = DeploymentFiles.yaml(DeploymentFiles.DEPLOY.resolve("kubernetes/base/alerts.yaml"))
                .get(0);
        Tree plain = DeploymentFiles.yaml(DeploymentFiles.DEPLOY.resolve("prometheus/alerts.yml"))
                .get(0);
        assertThat(rules.at("spec.groups")).isEqualTo(plain.at("groups"));
    }

    private static List<String> expressions() {
        List<String> expressions = new ArrayList<>();
        alerts(DeploymentFiles.DEPLOY.resolve("prometheus/alerts.yml"))
                .forEach(alert -> expressions.add(alert.text("expr")));
        for (Path dashboard : DeploymentFiles.ending(".json", "grafana")) {
            DeploymentFiles.yaml(dashboard).get(0).list("panels").stream()
                    .flatMap(panel -> panel.list("targets").stream())
                    .forEach(target -> expressions.add(target.text("expr")));
        }
        return expressions;
    }

    private static List<Tree> alerts(Path file) {
        return DeploymentFiles.yaml(file).get(0).list("groups").stream()
                .flatMap(group -> group.list("rules").stream())
                .toList();
    }

    private static Set<String> names(String expression) {
        // What is within quotes, braces and the lists of "by" are no metrics.
        String bare = expression
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*}", "{}")
                .replaceAll("\\[[^\\]]*]", "[]")
                .replaceAll("\\b(by|without|on|ignoring) *\\([^)]*\\)", " ")
                .replaceAll("offset [0-9a-z]+", "");
        Set<String> names = new HashSet<>();
        for (Matcher matcher = NAME.matcher(bare); matcher.find(); ) {
            if (!WORDS.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    private static Set<String> inTheCode() throws IOException {
        Pattern name = Pattern.compile("name\\(\"(unbroken_[a-z_]+)\"\\)");
        Set<String> names = new HashSet<>();
        for (String room : List.of("storage", "ingest", "transcode", "deploy")) {
            try (Stream<Path> walk = Files.walk(DeploymentFiles.ROOT.resolve(room))) {
                for (Path file : walk.filter(path -> path.toString().endsWith(".java"))
                        .filter(path -> path.toString().contains("/src/main/"))
                        .toList()) {
                    name.matcher(Files.readString(file)).results().forEach(found -> names.add(found.group(1)));
                }
            }
        }
        return names;
    }
}
