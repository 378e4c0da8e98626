package org.unbroken.ingest.console;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.console.access.Callers;
import org.unbroken.ingest.console.access.SessionCookie;
import org.unbroken.ingest.console.access.Sessions;
import org.unbroken.ingest.console.api.Operations;
import org.unbroken.ingest.console.http.Door;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Route;
import org.unbroken.ingest.console.http.Router;
import org.unbroken.ingest.console.witness.WitnessApi;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Tokens;
import org.unbroken.storage.witness.EvidenceKind;
import org.unbroken.storage.witness.Witness;

/** A witness's door: what logs ask, and beside it status and metrics under the console's rules. */
public final class WitnessServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);
    private static final int THREADS = 64;
    private static final int CONNECTIONS = 256;

    private final ConsoleSettings settings;
    private final Door door;
    private @Nullable Server server;

    /**
     * Opens nothing yet.
     *
     * @param monitoring whether the newest cosigned checkpoints are shown to anybody who asks
     */
    public WitnessServer(
            ConsoleSettings settings,
            Witness witness,
            List<VerifierKey> keys,
            boolean monitoring,
            Tokens tokens,
            InstantSource clock,
            SecureRandom random,
            PrometheusRegistry registry) {
        this.settings = settings;
        Counter answers = Counter.builder()
                .name("unbroken_witness_answers_total")
                .help("Checkpoints that logs asked to be cosigned, by what came of it")
                .labelNames("outcome")
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_witness_evidence")
                .help("Checkpoints kept as evidence against a log that was seen to contradict itself")
                .labelNames("log", "kind")
                .callback(gauge -> evidence(witness, gauge))
                .register(registry);
        WitnessApi api = new WitnessApi(witness, keys, answers);
        Operations operations = new Operations(List::of, registry);
        List<Route> routes = new ArrayList<>(List.of(
                Route.open("POST", "/add-checkpoint", api::addCheckpoint),
                Route.get("/status", Permission.READ_LOG, api::status),
                Route.get("/keys", Permission.READ_LOG, api::keys),
                Route.get("/metrics", Permission.READ_METRICS, operations::metrics),
                Route.open("GET", "/healthz", operations::health)));
        routes.add(
                monitoring
                        ? Route.open("GET", "/{hash}/checkpoint", api::checkpoint)
                        : Route.get("/{hash}/checkpoint", Permission.READ_LOG, api::checkpoint));
        Callers callers = new Callers(
                tokens,
                new Sessions(settings.sessionIdle(), settings.sessionLongest(), clock, random),
                new SessionCookie(settings.secureCookies(), settings.sessionLongest()),
                certificate -> Optional.empty());
        Histogram seconds = Histogram.builder()
                .name("unbroken_witness_request_seconds")
                .help("How long a request to the witness took")
                .labelNames("route", "status")
                .register(registry);
        this.door = new Door(new Router(routes), callers, Problem::answer, seconds);
    }

    private static void evidence(Witness witness, GaugeWithCallback.Callback gauge) {
        try {
            for (Witness.LogSeen log : witness.seen()) {
                for (EvidenceKind kind : EvidenceKind.values()) {
                    long count = log.evidence().stream()
                            .filter(each -> each.kind() == kind)
                            .count();
                    gauge.call((double) count, log.origin(), kind.wire());
                }
            }
        } catch (IOException e) {
            LOG.warn("the witness's evidence cannot be counted", e);
        }
    }

    /** Opens the socket. */
    public void start() throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("witness");
        threads.setDaemon(true);
        Server starting = new Server(threads);
        ServerConnector connector = Connectors.create(starting, settings);
        starting.setConnectors(new Connector[] {connector});
        starting.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        starting.setHandler(door);
        starting.setErrorHandler(new ProtocolErrors());
        starting.setStopTimeout(1_000);
        try {
            starting.start();
        } catch (Exception e) {
            throw new IOException(
                    "console.host = " + settings.host() + ", console.port = " + settings.port() + ": " + e.getMessage(),
                    e);
        }
        server = starting;
    }

    /** Where it listens, the port taken included: the submission prefix. */
    public URI uri() {
        if (server == null || !(server.getConnectors()[0] instanceof ServerConnector connector)) {
            throw new IllegalStateException("not started");
        }
        String host = settings.host().contains(":") && !settings.host().startsWith("[")
                ? "[" + settings.host() + "]"
                : settings.host();
        String scheme = settings.tls().isPresent() ? "https" : "http";
        return URI.create(scheme + "://" + host + ":" + connector.getLocalPort() + "/");
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            try {
                server.stop();
            } catch (TimeoutException e) {
                // Logs keep their connections open; they were cut.
            } catch (Exception e) {
                throw new IOException("the witness's port did not close cleanly", e);
            }
        }
    }
}
