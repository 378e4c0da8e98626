package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.durable.LocalDisk;

/** Gateways and TaskManagers have no console; what watches them asks here. */
class OperationsServerTest {
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private volatile List<Readiness.Problem> problems = List.of();
    private BearerTokens tokens;
    private OperationsServer server;
    private Browser browser;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        tokens = BearerTokens.inFolder(folder, new LocalDisk(), clock, random);
        Counter.builder()
                .name("unbroken_tests_total")
                .help("So that there is one")
                .register(registry)
                .inc(7);
        server = server(0, registry);
        server.start();
        browser = new Browser(server.uri());
    }

    private OperationsServer server(int port, PrometheusRegistry metrics) {
        return new OperationsServer(
                ConsoleSettings.plain("127.0.0.1", port), tokens, () -> problems, clock, random, metrics);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String token(Role role) throws IOException {
        return tokens.issue(Grant.of(role, role.wire())).text();
    }

    @Test
    void metricsAreForOperatorsOnly() throws Exception {
        assertThat(browser.send("GET", "/metrics", "").statusCode()).isEqualTo(401);
        assertThat(browser.get("/metrics", token(Role.GATEWAY)).statusCode()).isEqualTo(403);
        HttpResponse<byte[]> metrics = browser.get("/metrics", token(Role.OPERATOR));
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(Browser.text(metrics)).contains("unbroken_tests_total 7");
    }

    @Test
    void healthNeedsNoCredentials() throws Exception {
        assertThat(browser.send("GET", "/healthz", "").statusCode()).isEqualTo(200);
        assertThat(browser.send("GET", "/readyz", "").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotReadyIsNamedAndNotWhy() throws Exception {
        problems = List.of(new Readiness.Problem("s3", "10.0.0.7 does not answer"));
        HttpResponse<byte[]> ready = browser.send("GET", "/readyz", "");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(Browser.text(ready)).contains("s3").doesNotContain("10.0.0.7");
        assertThat(browser.send("GET", "/healthz", "").statusCode()).isEqualTo(200);
    }

    @Test
    void thereIsNothingElse() throws Exception {
        String operator = token(Role.OPERATOR);
        for (String path : List.of("/", "/api/recordings", "/log/checkpoint", "/internal/recordings/x")) {
            assertThat(browser.get(path, operator).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidWithItsKey() throws Exception {
        try (OperationsServer second = server(server.uri().getPort(), new PrometheusRegistry())) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ops.port = " + server.uri().getPort());
        }
    }
}
