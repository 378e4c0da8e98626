package org.unbroken.ingest.pipeline.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One process of a Flink cluster, set up without Flink's shell scripts: what they would work out stands in the settings.
 *
 * <pre>
 * FOLDER/conf/config.yaml   mode 0600: it holds the store's credentials and the keystores' password
 * FOLDER/tmp                wiped by {@link #prepare}: a killed process leaves 40 MB of unpacked libraries
 * </pre>
 *
 * To start it: the {@code java} of this machine with {@link #javaArguments}, and {@link #environment} added to the
 * environment.
 */
public final class FlinkProcess {
    private static final String JOB_MANAGER =
            "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    private final FlinkProcessSettings settings;
    private final FlinkRole role;

    public FlinkProcess(FlinkProcessSettings settings, FlinkRole role) {
        this.settings = settings;
        this.role = role;
    }

    /** Writes the configuration and empties the temporary folder; for a process that is not running. */
    public void prepare() throws IOException {
        if (Files.exists(temporary())) {
            delete(temporary());
        }
        Files.createDirectories(temporary());
        Files.createDirectories(configuration());
        Path file = configuration().resolve("config.yaml");
        Path written = configuration().resolve("config.yaml.part");
        Files.deleteIfExists(written);
        // Its mode before its content.
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, text());
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String text() throws IOException {
        StringBuilder text = new StringBuilder("# Written at each start from this installation's settings.\n");
        entries().forEach((key, value) -> text.append(key)
                .append(": \"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\"\n"));
        return text.toString();
    }

    /** What {@code config.yaml} says, by key. */
    Map<String, String> entries() throws IOException {
        Map<String, String> entries = new TreeMap<>();
        FlinkMemory memory = settings.memory();
        entries.put("jobmanager.rpc.address", settings.jobManagerHost());
        entries.put("jobmanager.rpc.port", String.valueOf(settings.jobManagerPort()));
        entries.put("blob.server.port", String.valueOf(settings.blobPort()));
        entries.put("blob.storage.directory", temporary().toString());
        entries.put("io.tmp.dirs", temporary().toString());
        entries.put("security.delegation.tokens.enabled", "false");
        // A dead process is noticed within ten seconds.
        entries.put("heartbeat.interval", "2000");
        entries.put("heartbeat.timeout", "10000");
        // With fewer machines than asked for, the jobs run narrower instead of not at all.
        entries.put("jobmanager.scheduler", "adaptive");
        entries.put("jobmanager.adaptive-scheduler.submission.resource-wait-timeout", "3650 d");
        entries.put("jobmanager.adaptive-scheduler.submission.resource-stabilization-timeout", "2 s");
        entries.put("jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout", "5 s");
        entries.put("jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling", "5 s");
        // Whoever waits for a process to come back looks for it each second.
        entries.put("cluster.registration.error-delay", "1000");
        settings.s3().ifPresent(s3 -> entries.putAll(s3.entries()));
        if (settings.tls().isPresent()) {
            entries.putAll(settings.tls().get().entries(role));
        }
        if (role instanceof FlinkRole.TaskManager manager) {
            taskManager(entries, memory, manager);
        } else {
            jobManager(entries, memory);
        }
        return entries;
    }

    private void jobManager(Map<String, String> entries, FlinkMemory memory) {
        entries.put("jobmanager.bind-host", settings.bindHost());
        // Whoever may ask may look, on this machine alone, and change nothing.
        entries.put("rest.bind-address", "127.0.0.1");
        entries.put("rest.address", "127.0.0.1");
        entries.put("rest.port", String.valueOf(settings.restPort()));
        entries.put("web.submit.enable", "false");
        entries.put("web.cancel.enable", "false");
        entries.put("web.rescale.enable", "false");
        entries.put("jobmanager.memory.heap.size", memory.heapMebibytes() + "m");
        entries.put("jobmanager.memory.off-heap.size", memory.directMebibytes() + "m");
        entries.put("jobmanager.memory.jvm-metaspace.size", memory.metaspaceMebibytes() + "m");
        entries.put("jobmanager.memory.jvm-overhead.min", memory.overheadMebibytes() + "m");
        entries.put("jobmanager.memory.jvm-overhead.max", memory.overheadMebibytes() + "m");
    }

    private void taskManager(Map<String, String> entries, FlinkMemory memory, FlinkRole.TaskManager manager) {
        entries.put("taskmanager.resource-id", manager.id());
        entries.put("taskmanager.host", manager.host());
        entries.put("taskmanager.bind-host", settings.bindHost());
        entries.put("taskmanager.rpc.port", String.valueOf(manager.rpcPort()));
        entries.put("taskmanager.data.port", String.valueOf(manager.dataPort()));
        entries.put("taskmanager.numberOfTaskSlots", String.valueOf(manager.slots()));
        // It outlives its JobManager, and joins the next one at the same address.
        entries.put("taskmanager.registration.timeout", "1 d");
        // What the shell scripts would have worked out, to the last figure: one missing and the process ends at once.
        entries.put("taskmanager.cpu.cores", String.valueOf(manager.slots()));
        entries.put("taskmanager.memory.framework.heap.size", memory.frameworkHeapMebibytes() + "m");
        entries.put(
                "taskmanager.memory.task.heap.size", (memory.heapMebibytes() - memory.frameworkHeapMebibytes()) + "m");
        entries.put("taskmanager.memory.framework.off-heap.size", memory.directMebibytes() + "m");
        entries.put("taskmanager.memory.task.off-heap.size", memory.directMebibytes() + "m");
        entries.put("taskmanager.memory.managed.size", memory.managedMebibytes() + "m");
        entries.put("taskmanager.memory.network.min", memory.networkMebibytes() + "m");
        entries.put("taskmanager.memory.network.max", memory.networkMebibytes() + "m");
        entries.put("taskmanager.memory.jvm-metaspace.size", memory.metaspaceMebibytes() + "m");
        entries.put("taskmanager.memory.jvm-overhead.min", memory.overheadMebibytes() + "m");
        entries.put("taskmanager.memory.jvm-overhead.max", memory.overheadMebibytes() + "m");
    }

    /**
     * Everything after {@code java}.
     *
     * @param mainClass for the JobManager: the class on the class path whose {@code main} submits the jobs
     * @param arguments of that {@code main}
     */
    public List<String> javaArguments(
            String classPath, List<String> javaOptions, String mainClass, List<String> arguments) {
        FlinkMemory memory = settings.memory();
        List<String> line = new ArrayList<>(List.of(
                "-Xmx" + memory.heapMebibytes() + "m",
                "-Xms" + memory.heapMebibytes() + "m",
                "-XX:MaxMetaspaceSize=" + memory.metaspaceMebibytes() + "m",
                "-XX:MaxDirectMemorySize=" + (2 * memory.directMebibytes() + memory.networkMebibytes()) + "m",
                "-Djava.io.tmpdir=" + temporary(),
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                FlinkTls.PEERS_BY_CERTIFICATE));
        line.addAll(javaOptions);
        line.addAll(List.of("-cp", classPath));
        if (role instanceof FlinkRole.JobManager) {
            line.addAll(List.of(JOB_MANAGER, "--configDir", configuration().toString(), "--job-classname", mainClass));
            line.addAll(arguments);
        } else {
            line.addAll(List.of(TASK_MANAGER, "--configDir", configuration().toString()));
        }
        return List.copyOf(line);
    }

    /** To be added to the process's environment. */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("FLINK_CONF_DIR", configuration().toString());
        Optional<Path> plugins = settings.plugins();
        // Flink loads these with class loaders of their own, so that their libraries do not meet ours.
        plugins.ifPresent(folder -> environment.put("FLINK_PLUGINS_DIR", folder.toString()));
        environment.put("AWS_JAVA_V1_DISABLE_DEPRECATION_ANNOUNCEMENT", "true");
        return environment;
    }

    private Path configuration() {
        return settings.folder().resolve("conf");
    }

    private Path temporary() {
        return settings.folder().resolve("tmp");
    }

    private static void delete(Path tree) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
