package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.deploy.cluster.process.LinuxProcesses;
import org.unbroken.deploy.cluster.process.ProcessFolder;
import org.unbroken.deploy.cluster.process.ProcessOrder;
import org.unbroken.deploy.scaleout.StoreSettings;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.ingest.pipeline.cluster.FlinkMemory;
import org.unbroken.ingest.pipeline.cluster.FlinkProcess;
import org.unbroken.ingest.pipeline.cluster.FlinkProcessSettings;
import org.unbroken.ingest.pipeline.cluster.FlinkRole;
import org.unbroken.ingest.pipeline.cluster.FlinkS3;
import org.unbroken.ingest.pipeline.cluster.FlinkTls;
import org.unbroken.storage.custody.LogKeys;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

/** What a cluster consists of, with small heaps: the whole fits a laptop. */
final class ClusterParts {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Both jobs in full on one TaskManager, while the other is away. */
    private static final int SLOTS = 4;

    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> FLINK =
            List.of("-XX:+UseSerialGC", "-Dlogback.configurationFile=logback-flink.xml");

    private final ClusterFolder folder;
    private final Installation installation;
    private final ClusterPorts ports;
    private final DurableFiles files;
    private final ProcessFolder processes;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ReadyCheck.PATIENCE).build();
    private final FlinkOverview flink;
    private final CephPart ceph;
    private final KafkaPart kafka;
    private final List<Stage> stages;

    /** Parts that are started together, and what is done once they are ready. */
    record Stage(List<Part> parts, Step then) {
        Stage {
            parts = List.copyOf(parts);
        }
    }

    /** Something between two stages. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException, InterruptedException;
    }

    private ClusterParts(
            ClusterFolder folder,
            Installation installation,
            ClusterPorts ports,
            DurableFiles files,
            Progress progress) {
        this.folder = folder;
        this.installation = installation;
        this.ports = ports;
        this.files = files;
        LinuxProcesses running = new LinuxProcesses();
        this.processes = new ProcessFolder(folder.run(), running, files, Clock.systemUTC());
        this.flink = new FlinkOverview(folder.flinkKeys(), ports.flinkAddress());
        this.ceph = new CephPart(
                installation.scripts(),
                folder.s3(),
                ports.s3(),
                ports.monitor(),
                running,
                ReadyCheck.answers(http, ports.storeAddress()),
                progress);
        this.kafka = new KafkaPart(folder, ports, installation, processes);
        this.stages = List.of(
                new Stage(List.of(kafka, ceph), this::prepareStores),
                new Stage(List.of(logNode(1), logNode(2), jobManager(), taskManager(1), taskManager(2)), () -> {}),
                new Stage(List.of(gateway(1), gateway(2)), () -> {}));
    }

    static ClusterParts of(ClusterFolder folder, Installation installation, Progress progress) throws IOException {
        DurableFiles files = new DurableFiles(new LocalDisk());
        return new ClusterParts(folder, installation, ClusterPorts.choose(folder.ports(), files), files, progress);
    }

    List<Stage> stages() {
        return stages;
    }

    /** In the order of the start. */
    List<Part> all() {
        List<Part> all = new ArrayList<>();
        stages.forEach(stage -> all.addAll(stage.parts()));
        return all;
    }

    List<String> addresses() {
        List<String> lines = new ArrayList<>();
        lines.add("upload " + ports.uploadAddress());
        ports.consoleAddresses().forEach(address -> lines.add("console " + address));
        ports.operations().forEach(port -> lines.add("operations http://127.0.0.1:" + port + "/"));
        ports.flink()
                .taskOperations()
                .forEach(port -> lines.add("operations-taskmanager http://127.0.0.1:" + port + "/"));
        lines.add("flink " + ports.flinkAddress());
        lines.add("flink-client: curl --cacert " + folder.flinkKeys().restCertificate() + " --cert "
                + folder.flinkKeys().clientPem() + " " + ports.flinkAddress() + "jobs/overview");
        lines.add("s3 " + ports.storeAddress());
        lines.add("token: unbroken token issue --config " + folder.configuration(ClusterConfiguration.COMMANDS)
                + " --role dock --name station-1");
        return lines;
    }

    /** Asks the document that the log nodes take turns by. */
    ClusterReport.Leader leader() {
        return new ClusterStores(folder, new ClusterSecrets(folder, files)).leader();
    }

    /** What has to be on the disk before anything starts. */
    void prepare() throws IOException {
        Files.createDirectories(folder.keys());
        new ClusterSecrets(folder, files).prepare();
        // Here and not by the first log node: the jobs are told whose signature to believe.
        LogKeys.loadOrCreate(folder.keys(), Optional.empty(), files, new SecureRandom());
        folder.flinkKeys().prepare(List.of(), files, Clock.systemUTC(), new SecureRandom());
        folder.kafkaKeys().prepare(List.of(), files, Clock.systemUTC(), new SecureRandom());
        new ClusterConfiguration(folder, ports, files).write();
    }

    private void prepareStores() throws IOException, InterruptedException {
        ClusterSecrets secrets = new ClusterSecrets(folder, files);
        secrets.writeStoreKeys(ceph.environment());
        new ClusterStores(folder, secrets).prepare();
    }

    private Part logNode(int number) {
        String name = "log-" + number;
        int port = ports.consoles().get(number - 1);
        return unbroken(
                name,
                "log",
                List.of("-Xmx320m"),
                List.of(port),
                ReadyCheck.answers(http, URI.create("http://127.0.0.1:" + port + "/readyz")));
    }

    private Part gateway(int number) {
        String name = "gateway-" + number;
        int port = ports.operations().get(number - 1);
        return unbroken(
                name,
                "gateway",
                List.of("-Xmx256m", "-XX:MaxDirectMemorySize=256m"),
                List.of(ports.upload(), port),
                ReadyCheck.answers(http, URI.create("http://127.0.0.1:" + port + "/readyz")));
    }

    private Part jobManager() {
        FlinkRole role = new FlinkRole.JobManager();
        ReadyCheck ready = flink.jobs(List.of("seal", "describe"));
        return flink(
                "jobmanager",
                role,
                320,
                List.of(ports.flink().rest(), ports.flink().rpc(), ports.flink().blob()),
                Map.of(),
                ready);
    }

    private Part taskManager(int number) {
        String name = "taskmanager-" + number;
        int rpc = ports.flink().taskRpc().get(number - 1);
        int data = ports.flink().taskData().get(number - 1);
        int operations = ports.flink().taskOperations().get(number - 1);
        return flink(
                name,
                new FlinkRole.TaskManager(name, "127.0.0.1", rpc, data, SLOTS),
                384,
                List.of(rpc, data, operations),
                Map.of(ConfiguredEnds.OPS_PORT, Integer.toString(operations)),
                flink.taskManager(name));
    }

    private Part flink(
            String name,
            FlinkRole role,
            int heap,
            List<Integer> listens,
            Map<String, String> further,
            ReadyCheck ready) {
        List<String> command =
                installation.flink(flink(name, role, heap, new FlinkS3(ports.storeAddress(), "", "", true))
                        .javaArguments(
                                installation.classPath(),
                                FLINK,
                                JobsMain.class.getName(),
                                List.of(folder.configuration("jobs").toString())));
        Map<String, String> environment =
                new HashMap<>(flink(name, role, heap, new FlinkS3(ports.storeAddress(), "", "", true))
                        .environment());
        environment.putAll(further);
        ProcessOrder order = new ProcessOrder(name, command, environment, listens, folder.log(name));
        return new FlinkPart(
                () -> flink(
                                name,
                                role,
                                heap,
                                new FlinkS3(
                                        ports.storeAddress(),
                                        StoreSettings.secret(folder.secret("s3.access-key")),
                                        StoreSettings.secret(folder.secret("s3.secret-key")),
                                        true))
                        .prepare(),
                new ProcessPart(processes, order, ready, PATIENCE));
    }

    private FlinkProcess flink(String name, FlinkRole role, int heap, FlinkS3 store) {
        return new FlinkProcess(
                new FlinkProcessSettings(
                        folder.node(name),
                        "127.0.0.1",
                        ports.flink().rpc(),
                        ports.flink().blob(),
                        ports.flink().rest(),
                        "127.0.0.1",
                        FlinkMemory.ofHeap(heap),
                        Optional.of(store),
                        Optional.of(installation.plugins()),
                        Optional.of(new FlinkTls(folder.flinkKeys().folder()))),
                role);
    }

    private Part unbroken(String name, String role, List<String> memory, List<Integer> listens, ReadyCheck ready) {
        List<String> options = new ArrayList<>(SMALL);
        options.addAll(memory);
        ProcessOrder order = new ProcessOrder(
                name,
                installation.unbroken(
                        options, role, "--config", folder.configuration(name).toString()),
                Map.of(),
                listens,
                folder.log(name));
        return new ProcessPart(processes, order, ready, PATIENCE);
    }
}
