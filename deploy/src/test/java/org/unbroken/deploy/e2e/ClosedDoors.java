package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.unbroken.deploy.cluster.keys.FlinkKeys;
import org.unbroken.deploy.cluster.keys.Strangers;
import org.unbroken.integrity.json.JsonObject;

/** Ports of a cluster's foreign programs, called at by somebody without credentials. */
final class ClosedDoors {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> DOORS = List.of(
            "flink",
            "flink-rpc",
            "flink-blob",
            "taskmanager-1-rpc",
            "taskmanager-2-rpc",
            "taskmanager-1-data",
            "taskmanager-2-data",
            "kafka",
            "kafka-controller");

    private ClosedDoors() {}

    static void check(RunningCluster cluster) throws Exception {
        JsonObject ports = JsonObject.parse(Files.readAllBytes(cluster.folder().resolve("cluster.json")))
                .object("ports");
        List<String> open = new ArrayList<>();
        for (String door : DOORS) {
            int port = Math.toIntExact(ports.integer(door));
            // Each is there: the TCP connection must come about, and nothing after it.
            if (!sayInPlain(port).isEmpty()) {
                open.add(door + " in plain");
            }
            if (!sayAsStranger(port).isEmpty()) {
                open.add(door + " by TLS without a certificate");
            }
        }
        assertThat(open).as("answer without credentials").isEmpty();

        URI overview = URI.create("https://127.0.0.1:" + ports.integer("flink") + "/jobs/overview");
        FlinkKeys keys = new FlinkKeys(cluster.folder().resolve("secrets").resolve("flink"));
        HttpResponse<String> answer = HttpClient.newBuilder()
                .sslContext(keys.client())
                .build()
                .send(HttpRequest.newBuilder(overview).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("with the certificate").isEqualTo(200);
    }

    /** What is answered to a request in plain text, but for an alert of TLS and the advice to come by TLS. */
    private static String sayInPlain(int port) throws IOException {
        try (Socket socket = connected(new Socket(), port)) {
            socket.getOutputStream()
                    .write("GET /jobs/overview HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(64);
            boolean alert = answer.length == 7 && answer[0] == 21;
            String said = new String(answer, StandardCharsets.ISO_8859_1);
            return alert || said.startsWith("HTTP/1.1 301 ") ? "" : said;
        } catch (java.net.SocketException cut) {
            return "";
        }
    }

    private static String sayAsStranger(int port) throws Exception {
        SSLContext context = Strangers.believingAll();
        try (Socket tcp = connected(new Socket(), port);
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, "127.0.0.1", port, true)) {
            socket.startHandshake();
            socket.getOutputStream()
                    .write("GET /jobs/overview HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(64), StandardCharsets.ISO_8859_1);
        } catch (javax.net.ssl.SSLException | java.net.SocketException refused) {
            return "";
        }
    }

    private static Socket connected(Socket socket, int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
        // A door that neither answers nor hangs up is an error here.
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }
}
