package org.unbroken.deploy.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;

/** A gateway asks several log nodes, of which some lag and some are away. */
class RemoteRecordingStatesTest {
    private static final RecordingId ID = new RecordingId("01890000-0000-7000-8000-000000000000");
    private static final String TOKEN = "a-token";
    private static final String UNKNOWN = "{}";
    private static final String LANDED =
            """
            {"recording": {"id": "%s", "agency": "jiading", "camera": "cam-1", "state": "landed",
             "description": "pending", "size": 5, "received_at": "2026-01-02T03:04:05Z"}}"""
                    .formatted(ID);

    private final AtomicLong nanos = new AtomicLong();
    private Node first;
    private Node second;
    private RemoteRecordingStates states;

    @BeforeEach
    void start() throws IOException {
        first = new Node();
        second = new Node();
        states = new RemoteRecordingStates(
                HttpClient.newHttpClient(), List.of(first.address(), second.address()), TOKEN, nanos::get);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void asksByIdAndWithItsToken() throws IOException {
        first.answers(200, LANDED);
        Recording found = states.find(ID).orElseThrow();
        assertThat(found.id()).isEqualTo(ID);
        assertThat(found.state()).isEqualTo(RecordingState.LANDED);
        assertThat(first.asked).contains("/internal/recordings/" + ID + " Bearer " + TOKEN);
    }

    /** One that lags must not hide what another knows. */
    @Test
    void believesTheNodeThatKnowsMore() throws IOException {
        first.answers(200, UNKNOWN);
        second.answers(200, LANDED);
        assertThat(states.find(ID).map(Recording::state)).contains(RecordingState.LANDED);
        assertThat(states.receipt(ID)).isEmpty();
    }

    @Test
    void goesOnToTheNextWhereOneFails() throws IOException {
        first.answers(503, "");
        second.answers(200, LANDED);
        assertThat(states.find(ID)).isPresent();
        first.answers(200, "no json");
        assertThat(states.find(ID)).isPresent();
        first.close();
        assertThat(states.find(ID)).isPresent();
    }

    /** Else a camera would be told that its recording is unknown. */
    @Test
    void nobodysAnswerIsNotTakenForUnknown() {
        first.answers(401, "");
        second.answers(500, "");
        assertThatThrownBy(() -> states.find(ID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(first.address().toString())
                .hasMessageContaining("401")
                .hasMessageContaining("500");
    }

    @Test
    void whatNobodyKnowsIsEmpty() throws IOException {
        first.answers(200, UNKNOWN);
        second.answers(200, UNKNOWN);
        assertThat(states.find(ID)).isEmpty();
        assertThat(states.receipt(ID)).isEmpty();
    }

    /** While there is no receipt the answer may change at any moment. */
    @Test
    void nothingWithoutAReceiptIsRemembered() throws IOException {
        first.answers(200, UNKNOWN);
        second.answers(200, UNKNOWN);
        assertThat(states.find(ID)).isEmpty();
        first.answers(200, LANDED);
        assertThat(states.find(ID)).isPresent();
    }

    /** A log node, as far as this asks it: also {@code /healthz} gets the answer. */
    private static final class Node {
        private final HttpServer server;
        private final List<String> asked = new ArrayList<>();
        private volatile int status = 200;
        private volatile String body = UNKNOWN;

        Node() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                synchronized (asked) {
                    asked.add(exchange.getRequestURI() + " "
                            + exchange.getRequestHeaders().getFirst("Authorization"));
                }
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        void answers(int newStatus, String newBody) {
            status = newStatus;
            body = newBody;
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        }

        void close() {
            server.stop(0);
        }
    }
}
