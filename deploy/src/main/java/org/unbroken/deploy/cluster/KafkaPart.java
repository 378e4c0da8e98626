package org.unbroken.deploy.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.unbroken.deploy.cluster.process.ProcessFolder;
import org.unbroken.deploy.cluster.process.ProcessOrder;
import org.unbroken.storage.events.broker.BrokerFiles;
import org.unbroken.storage.events.broker.BrokerTls;

/** One broker that is its own controller. Its folder is formatted before the first start. */
final class KafkaPart implements Part {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HEAP_MEGABYTES = 320;
    private static final long FORMAT_SECONDS = 120;

    private final ClusterFolder folder;
    private final ClusterPorts ports;
    private final Path log;
    private final Installation installation;
    private final ProcessPart process;

    KafkaPart(ClusterFolder folder, ClusterPorts ports, Installation installation, ProcessFolder processes) {
        this.folder = folder;
        this.ports = ports;
        this.log = folder.log("kafka");
        this.installation = installation;
        this.process = new ProcessPart(
                processes,
                new ProcessOrder(
                        "kafka",
                        installation.kafka(broker(Optional.empty()).serverArguments(HEAP_MEGABYTES)),
                        Map.of(),
                        List.of(ports.kafka(), ports.controller()),
                        log),
                ReadyCheck.listens(ports.kafka()),
                PATIENCE);
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        if (process.look().standing() != Standing.RUNNING && process.look().standing() != Standing.READY) {
            BrokerFiles broker = broker(Optional.of(folder.kafkaKeys().broker()));
            broker.write();
            if (!broker.isFormatted()) {
                format(broker);
            }
        }
        return process.start();
    }

    /** Its files; the key is needed only to write them, and there only by then. */
    private BrokerFiles broker(Optional<BrokerTls> tls) {
        return new BrokerFiles(folder.kafka(), ports.kafka(), ports.controller(), tls);
    }

    private void format(BrokerFiles broker) throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        Process formatting = new ProcessBuilder(installation.kafka(broker.formatArguments()))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!formatting.waitFor(FORMAT_SECONDS, TimeUnit.SECONDS)) {
            formatting.destroyForcibly();
            throw new IOException("Kafka's folder was not formatted within " + FORMAT_SECONDS + " s; see " + log);
        }
        if (formatting.exitValue() != 0) {
            throw new IOException("Kafka's folder could not be formatted: " + ProcessPart.lastWords(log));
        }
    }

    @Override
    public Condition look() throws IOException {
        return process.look();
    }

    @Override
    public boolean stop() throws IOException, InterruptedException {
        return process.stop();
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        process.kill();
    }
}
