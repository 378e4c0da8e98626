package org.unbroken.deploy.simulate.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.unbroken.deploy.terminal.Progress;

/** Against a door that misbehaves; against a real one it plays in {@code SimulateTest}. */
final class PlayerTest {
    private final Map<String, Integer> received = new ConcurrentHashMap<>();
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/files/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void whatIsAcknowledgedAndNeverSealedIsFoundAndNamed() throws Exception {
        Played played = play(Duration.ofSeconds(30));
        assertThat(played.outcome()).isEqualTo(Played.Outcome.UNSEALED);
        assertThat(played.json().integer("acknowledged")).isEqualTo(6);
        assertThat(played.json().integer("unsealed")).isEqualTo(6);
        assertThat(played.lines()).anyMatch(line -> line.contains("/files/") && line.contains("no receipt"));
        assertThat(received.values()).hasSize(6).containsOnly(5000);
    }

    @Test
    void aCameraToldToWaitComesBackAndIsCounted() throws Exception {
        refusals.set(4);
        Played played = play(Duration.ofSeconds(30));
        assertThat(played.json().integer("turned_away")).isEqualTo(4);
        assertThat(played.json().integer("acknowledged")).isEqualTo(6);
        assertThat(played.json().integer("given_up")).isZero();
    }

    @Test
    void aDoorThatTakesNothingTeachesNothing() throws Exception {
        refusals.set(Integer.MAX_VALUE);
        Played played = play(Duration.ZERO);
        assertThat(played.outcome()).isEqualTo(Played.Outcome.NOTHING_UPLOADED);
        assertThat(played.outcome().exit()).isEqualTo(2);
        assertThat(played.json().integer("given_up")).isEqualTo(6);
    }

    private Played play(Duration patience) throws InterruptedException {
        Run run = new Run(3, 2, 5000, Duration.ofMillis(10), DockingCurve.parse("flat"), 3, patience, Duration.ZERO, 1);
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files/");
        Progress silent = new Progress(
                new PrintStream(OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8),
                false,
                System::nanoTime);
        return new Player(
                        HttpClient.newHttpClient(),
                        address,
                        Optional.empty(),
                        silent,
                        // Waiting is what the server asked for, not what is looked at here.
                        length -> Thread.sleep(1),
                        System::nanoTime)
                .play(run);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int bytes = exchange.getRequestBody().readAllBytes().length;
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/receipt")) {
                exchange.getResponseHeaders().add("Retry-After", "1");
                exchange.sendResponseHeaders(202, -1);
            } else if (exchange.getRequestMethod().equals("POST")) {
                if (refusals.getAndUpdate(left -> left == 0 || left == Integer.MAX_VALUE ? left : left - 1) > 0) {
                    exchange.getResponseHeaders().add("Retry-After", "1");
                    exchange.sendResponseHeaders(503, -1);
                    return;
                }
                exchange.getResponseHeaders().add("Location", "/files/" + created.incrementAndGet());
                exchange.sendResponseHeaders(201, -1);
            } else {
                int all = received.merge(path, bytes, Integer::sum);
                exchange.getResponseHeaders().add("Upload-Offset", Integer.toString(all));
                exchange.sendResponseHeaders(204, -1);
            }
        }
    }
}
