package org.unbroken.deploy.cluster.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.pipeline.cluster.FlinkTls;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

/** Who is believed with which of the files, tried over sockets. */
@Timeout(30)
final class KeysTest {
    private static final List<String> HOSTS = List.of("jobmanager", "10.1.2.3", "fd00::1");

    @TempDir
    private Path dir;

    private final DurableFiles files = new DurableFiles(new LocalDisk());
    private final SecureRandom random = new SecureRandom();
    private InstantSource clock = InstantSource.system();

    private FlinkKeys flink(String name) throws IOException {
        FlinkKeys keys = new FlinkKeys(dir.resolve(name));
        assertThat(keys.prepare(HOSTS, files, clock, random)).isTrue();
        return keys;
    }

    @Test
    void theClientOfAClusterIsAnsweredAndNobodyElse() throws Exception {
        FlinkKeys own = flink("own");
        FlinkKeys another = flink("another");
        SSLContext rest = KeyFolder.context(own.folder(), FlinkTls.REST);

        assertThat(asked(rest, own.client())).isEqualTo("hello");
        assertThat(asked(rest, rest)).as("the JobManager's own").isEqualTo("hello");
        assertThatThrownBy(() -> asked(rest, another.client())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> asked(rest, Strangers.believingAll())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> asked(rest, KeyFolder.context(own.folder(), FlinkTls.INTERNAL)))
                .as("the processes' own key is no key to the REST interface")
                .isInstanceOf(IOException.class);
    }

    @Test
    void theProcessesOfAClusterBelieveOnlyOneAnother() throws Exception {
        FlinkKeys own = flink("own");
        SSLContext internal = KeyFolder.context(own.folder(), FlinkTls.INTERNAL);

        assertThat(asked(internal, internal, "")).isEqualTo("hello");
        assertThatThrownBy(() -> asked(internal, own.client(), "")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> asked(internal, Strangers.believingAll(), "")).isInstanceOf(IOException.class);
    }

    @Test
    void theOthersAnswerAlsoWhereAClockIsWrongByDays() throws Exception {
        for (Duration wrong : List.of(Duration.ofDays(2), Duration.ofDays(-2))) {
            clock = () -> Instant.now().plus(wrong);
            FlinkKeys own = flink("by" + wrong);
            assertThat(asked(KeyFolder.context(own.folder(), FlinkTls.REST), own.client()))
                    .isEqualTo("hello");
        }
    }

    @Test
    void kafkasClientsFindTheirKeyByTheirProperties() throws Exception {
        KafkaKeys keys = new KafkaKeys(dir.resolve("kafka"));
        assertThat(keys.prepare(HOSTS, files, clock, random)).isTrue();
        Properties read = new Properties();
        try (var reader = Files.newBufferedReader(keys.clientProperties())) {
            read.load(reader);
        }
        assertThat(read).containsEntry("security.protocol", "SSL");
        assertThat(Path.of(read.getProperty("ssl.keystore.location"))).isReadable();
        SSLContext broker = KeyFolder.context(keys.folder(), "broker.p12");
        assertThat(asked(broker, keys.client())).isEqualTo("hello");
        assertThat(asked(broker, broker)).as("brokers among themselves").isEqualTo("hello");
        assertThatThrownBy(() -> asked(broker, Strangers.believingAll())).isInstanceOf(IOException.class);
        assertThat(keys.broker().toString()).doesNotContain(keys.broker().password());
    }

    @Test
    void allIsForTheOwnerAlone() throws Exception {
        FlinkKeys own = flink("own");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.folder())))
                .isEqualTo("rwx------");
        try (Stream<Path> all = Files.list(own.folder())) {
            assertThat(all.toList()).hasSize(6).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void whatIsWholeIsKeptAndWhatIsNotIsMadeAnew() throws Exception {
        FlinkKeys own = flink("own");
        byte[] first = Files.readAllBytes(own.clientPem());
        assertThat(own.prepare(HOSTS, files, clock, random)).isFalse();
        assertThat(Files.readAllBytes(own.clientPem())).isEqualTo(first);

        Files.delete(own.folder().resolve("password")); // as a crash before its last write leaves it
        assertThat(own.prepare(HOSTS, files, clock, random)).isTrue();
        assertThat(Files.readAllBytes(own.clientPem())).isNotEqualTo(first);
        assertThat(asked(KeyFolder.context(own.folder(), FlinkTls.REST), own.client()))
                .isEqualTo("hello");
    }

    /** What the server says to this client, which holds it to its name on loopback. */
    private static String asked(SSLContext server, SSLContext client) throws Exception {
        return asked(server, client, "HTTPS");
    }

    private static String asked(SSLContext server, SSLContext client, String identification) throws Exception {
        try (SSLServerSocket listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setNeedClientAuth(true);
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket one = listening.accept()) {
                    one.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException refused) {
                    // which the client notices
                }
            });
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket()) {
                SSLParameters parameters = socket.getSSLParameters();
                if (!identification.isEmpty()) {
                    parameters.setEndpointIdentificationAlgorithm(identification);
                }
                socket.setSSLParameters(parameters);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort()));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } finally {
                served.join();
            }
        }
    }
}
