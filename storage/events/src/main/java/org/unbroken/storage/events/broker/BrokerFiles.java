package org.unbroken.storage.events.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/**
 * The files and arguments of one Kafka broker that is its own controller (KRaft) and listens on loopback only: for
 * evaluation and for tests, not for service, where three brokers on three machines hold each record. Kafka's server is
 * started by name, as a process of its own; it need not be on the class path here. With {@code tls} it answers those only
 * who show a certificate that it believes; without, whoever is on this machine.
 *
 * <pre>
 * DIR/server.properties   written anew by {@link #write}; mode 0600: it may hold the key's password
 * DIR/logback.xml         its log: standard output, from information up
 * DIR/data/               records, and meta.properties once formatted
 * </pre>
 *
 * To start one: {@link #write}; unless {@link #isFormatted}, run java with {@link #formatArguments} to its end; run java
 * with {@link #serverArguments}. It is ready when the client port takes connections, and ends in order by SIGTERM.
 */
public record BrokerFiles(Path directory, int clientPort, int controllerPort, Optional<BrokerTls> tls) {
    private static final int NODE = 1;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    public BrokerFiles {
        requirePort(clientPort);
        requirePort(controllerPort);
        if (clientPort == controllerPort) {
            throw new IllegalArgumentException("client and controller port are both " + clientPort);
        }
    }

    private static void requirePort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + clientPort;
    }

    /** Also before each restart: ports may have changed. A crash here leaves files that are written again. */
    public void write() throws IOException {
        Files.createDirectories(directory);
        Path written = directory.resolve("server.properties.part");
        Files.deleteIfExists(written);
        // Its mode before its content.
        Files.createFile(written, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(written, properties(), StandardCharsets.ISO_8859_1);
        Files.move(written, propertiesFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(logFile(), LOGBACK, StandardCharsets.UTF_8);
    }

    public boolean isFormatted() {
        return Files.exists(data().resolve("meta.properties"));
    }

    /**
     * What java is to run once, before the first start; another cluster id each time. A run that was cut short is repeated.
     *
     * <p>The id is Kafka's own kind: one of any 16 bytes in base64url begins with a dash one time in 64, and the tool
     * takes that for an option.
     */
    public List<String> formatArguments() {
        return List.of(
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logFile(),
                "kafka.tools.StorageTool",
                "format",
                "--ignore-formatted",
                "-t",
                Uuid.randomUuid().toString(),
                "-c",
                propertiesFile().toString());
    }

    /** What java is to run, after its class path. */
    public List<String> serverArguments(int heapMegabytes) {
        return List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=" + logFile(),
                "kafka.Kafka",
                propertiesFile().toString());
    }

    private Path propertiesFile() {
        return directory.resolve("server.properties");
    }

    private Path logFile() {
        return directory.resolve("logback.xml");
    }

    private Path data() {
        return directory.resolve("data");
    }

    private String properties() {
        String protocol = tls.isPresent() ? "SSL" : "PLAINTEXT";
        List<String> lines = new ArrayList<>(List.of(
                "process.roles=broker,controller",
                "node.id=" + NODE,
                "listeners=" + protocol + "://127.0.0.1:" + clientPort + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners=" + protocol + "://127.0.0.1:" + clientPort,
                "listener.security.protocol.map=" + protocol + ":" + protocol + ",CONTROLLER:" + protocol,
                "security.inter.broker.protocol=" + protocol,
                "controller.listener.names=CONTROLLER",
                "controller.quorum.voters=" + NODE + "@127.0.0.1:" + controllerPort,
                "log.dirs=" + PropertiesText.escaped(data().toString()),
                // With one copy, a record that is acknowledged has to be on the disk: there is no other broker that has
                // it.
                "log.flush.interval.messages=1",
                // Topics are made with their settings or not at all.
                "auto.create.topics.enable=false",
                "default.replication.factor=1",
                "min.insync.replicas=1",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "transaction.state.log.num.partitions=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "num.network.threads=2",
                "num.io.threads=4",
                "log.cleaner.dedupe.buffer.size=16777216",
                "message.max.bytes=" + (16 << 20),
                "replica.fetch.max.bytes=" + (16 << 20)));
        tls.ifPresent(mine -> {
            lines.add("ssl.client.auth=required");
            lines.addAll(mine.lines());
        });
        lines.add("");
        return String.join("\n", lines);
    }

    private static final String LOGBACK =
            """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0} %msg%n</pattern></encoder>
              </appender>
              <!-- Hundreds of lines of settings, which server.properties and Kafka's documentation say. -->
              <logger name="org.apache.kafka.common.config.AbstractConfig" level="WARN"/>
              <logger name="kafka.server.KafkaConfig" level="WARN"/>
              <root level="INFO"><appender-ref ref="OUT"/></root>
            </configuration>
            """;
}
