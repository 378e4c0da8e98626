package org.unbroken.storage.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is at a witness's address, asking it ends. */
class HttpWitnessDoorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            answer(exchange, 200, "stolen");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String address() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    private WitnessDoor door(Duration patience) {
        return new HttpWitnessDoor(address() + "/w/", patience);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void postsToTheSubmissionPrefix() throws Exception {
        server.createContext("/w/add-checkpoint", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, 409, exchange.getRequestMethod() + " " + body);
        });
        assertThat(door(PATIENCE).addCheckpoint("old 0".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new WitnessDoor.Reply(409, "text/x.tlog.size", "POST old 0"));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        server.createContext("/w/", exchange -> {
            exchange.getResponseHeaders().set("Location", address() + "/elsewhere");
            answer(exchange, 307, "");
        });
        assertThat(door(PATIENCE).addCheckpoint(new byte[0]).status()).isEqualTo(307);
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void anEndlessBodyIsCutOff() {
        server.createContext("/w/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] block = new byte[8192];
                while (over.getCount() > 0) {
                    out.write(block);
                }
            }
        });
        assertThatThrownBy(() -> door(PATIENCE).addCheckpoint(new byte[0])).hasMessageContaining("longer than");
    }

    @Test
    void anAnswerThatNeverComesOrNeverEndsIsNotWaitedFor() {
        server.createContext("/w/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await();
        });
        assertThatThrownBy(() -> door(Duration.ofMillis(300)).addCheckpoint(new byte[0]))
                .hasMessageContaining("within 300 ms");
        server.removeContext("/w/");
        server.createContext("/w/", exchange -> await());
        assertThatThrownBy(() -> door(Duration.ofMillis(300)).addCheckpoint(new byte[0]))
                .isInstanceOf(IOException.class);
    }

    @Test
    void nobodyThereIsAFailure() {
        server.stop(0);
        assertThatThrownBy(() -> door(PATIENCE).addCheckpoint(new byte[0])).isInstanceOf(IOException.class);
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
