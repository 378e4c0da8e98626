package org.unbroken.deploy.remote;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.verify.TrustPolicy;

final class RemoteVerificationTest {
    private static final RecordingId RECORDING = new RecordingId("0193f5e2-7a10-7c3e-9b1d-3f2a6c5e8d90");

    @Test
    void whoMayNotReadFootageIsToldOfTheOtherWay() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean shown = exchange.getRequestURI().getPath().endsWith(RECORDING.value());
                boolean original = exchange.getRequestURI().getPath().endsWith("/original");
                byte[] body = "{\"state\":\"sealed\",\"size\":1}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(shown ? 200 : original ? 403 : 404, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            ConsoleClient console = new ConsoleClient(HttpClient.newHttpClient(), address, Optional.of("operator"));
            assertThatThrownBy(() -> RemoteVerification.run(console, RECORDING, TrustPolicy.NONE, Progress.standard()))
                    .isInstanceOf(ConsoleException.class)
                    .hasMessageContaining("403")
                    .hasMessageContaining("--on-server");
        } finally {
            server.stop(0);
        }
    }
}
