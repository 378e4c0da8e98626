package org.unbroken.ingest.console;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.console.access.Callers;
import org.unbroken.ingest.console.access.SessionCookie;
import org.unbroken.ingest.console.access.Sessions;
import org.unbroken.ingest.console.api.Operations;
import org.unbroken.ingest.console.http.Door;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Route;
import org.unbroken.ingest.console.http.Router;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Tokens;

/** For processes without a console: what watches them asks here, under the console's rules. */
public final class OperationsServer implements AutoCloseable {
    private static final int THREADS = 8;

    private final ConsoleSettings settings;
    private final Door door;
    private @Nullable Server server;

    public OperationsServer(
            ConsoleSettings settings,
            Tokens tokens,
            Readiness readiness,
            InstantSource clock,
            SecureRandom random,
            PrometheusRegistry registry) {
        this.settings = settings;
        Operations operations = new Operations(readiness, registry);
        Router router = new Router(List.of(
                Route.get("/metrics", Permission.READ_METRICS, operations::metrics),
                Route.open("GET", "/healthz", operations::health),
                Route.open("GET", "/readyz", operations::ready)));
        Callers callers = new Callers(
                tokens,
                new Sessions(settings.sessionIdle(), settings.sessionLongest(), clock, random),
                new SessionCookie(settings.secureCookies(), settings.sessionLongest()),
                certificate -> Optional.empty());
        Histogram seconds = Histogram.builder()
                .name("unbroken_operations_request_seconds")
                .help("How long a request for metrics or health took")
                .labelNames("route", "status")
                .register(registry);
        this.door = new Door(router, callers, Problem::answer, seconds);
    }

    /** Opens the socket. */
    public void start() throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("operations");
        threads.setDaemon(true);
        Server starting = new Server(threads);
        ServerConnector connector = Connectors.create(starting, settings);
        starting.setConnectors(new Connector[] {connector});
        starting.setHandler(door);
        starting.setErrorHandler(new ProtocolErrors());
        starting.setStopTimeout(1_000);
        try {
            starting.start();
        } catch (Exception e) {
            throw new IOException(
                    "ops.host = " + settings.host() + ", ops.port = " + settings.port() + ": " + e.getMessage(), e);
        }
        server = starting;
    }

    /** Where it listens, the port taken included. */
    public URI uri() {
        if (server == null || !(server.getConnectors()[0] instanceof ServerConnector connector)) {
            throw new IllegalStateException("not started");
        }
        String host = settings.host().contains(":") && !settings.host().startsWith("[")
                ? "[" + settings.host() + "]"
                : settings.host();
        return URI.create("http://" + host + ":" + connector.getLocalPort() + "/");
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            try {
                server.stop();
            } catch (TimeoutException e) {
                // Scrapers keep their connections open; they were cut.
            } catch (Exception e) {
                throw new IOException("the operations port did not close cleanly", e);
            }
        }
    }
}
