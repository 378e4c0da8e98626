package org.unbroken.ingest.console;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.console.access.Callers;
import org.unbroken.ingest.console.access.SessionCookie;
import org.unbroken.ingest.console.access.Sessions;
import org.unbroken.ingest.console.access.SignInLimit;
import org.unbroken.ingest.console.api.AccessGate;
import org.unbroken.ingest.console.api.AccessRequestsApi;
import org.unbroken.ingest.console.api.AuditApi;
import org.unbroken.ingest.console.api.CaseRoom;
import org.unbroken.ingest.console.api.ComplaintsApi;
import org.unbroken.ingest.console.api.CustodyEntries;
import org.unbroken.ingest.console.api.DeadlinesApi;
import org.unbroken.ingest.console.api.DevicesApi;
import org.unbroken.ingest.console.api.DisposalRequests;
import org.unbroken.ingest.console.api.DisposalsApi;
import org.unbroken.ingest.console.api.DocumentsApi;
import org.unbroken.ingest.console.api.ExportApi;
import org.unbroken.ingest.console.api.FiguresApi;
import org.unbroken.ingest.console.api.KeepingApi;
import org.unbroken.ingest.console.api.MediaApi;
import org.unbroken.ingest.console.api.Operations;
import org.unbroken.ingest.console.api.Overviews;
import org.unbroken.ingest.console.api.OwedApi;
import org.unbroken.ingest.console.api.RecordingsApi;
import org.unbroken.ingest.console.api.RetentionApi;
import org.unbroken.ingest.console.api.RulebookKeeping;
import org.unbroken.ingest.console.api.SamplesApi;
import org.unbroken.ingest.console.api.SecrecyApi;
import org.unbroken.ingest.console.api.StatesApi;
import org.unbroken.ingest.console.api.Viewings;
import org.unbroken.ingest.console.api.VisibleRecordings;
import org.unbroken.ingest.console.http.Door;
import org.unbroken.ingest.console.http.Route;
import org.unbroken.ingest.console.http.Router;
import org.unbroken.ingest.console.log.LogApi;
import org.unbroken.ingest.console.log.StampsApi;
import org.unbroken.ingest.console.pages.AccessPages;
import org.unbroken.ingest.console.pages.CasePages;
import org.unbroken.ingest.console.pages.DevicePages;
import org.unbroken.ingest.console.pages.FiguresPage;
import org.unbroken.ingest.console.pages.Pages;
import org.unbroken.ingest.console.pages.SamplePages;
import org.unbroken.ingest.console.pages.SignIn;
import org.unbroken.ingest.console.pages.StaticFiles;
import org.unbroken.ingest.console.register.RegisterApi;
import org.unbroken.ingest.console.verify.Verifications;
import org.unbroken.ingest.console.verify.VerifyApi;
import org.unbroken.storage.attest.AttestedCheckpoints;
import org.unbroken.storage.custody.LocalRecordingStates;
import org.unbroken.storage.keeping.Disposals;
import org.unbroken.storage.keeping.Eligibility;
import org.unbroken.storage.requests.AccessRequests;
import org.unbroken.storage.samples.Samples;

/** The people's door: Jetty in front of the routes. Holds nothing that a restart could lose but sessions. */
public final class ConsoleServer implements AutoCloseable {
    private static final int THREADS = 64;

    private final ConsoleSettings settings;
    private final Verifications verifications;
    private final StaticFiles files;
    private final Router router;
    private final Door door;
    private @Nullable Server server;

    public ConsoleServer(ConsoleSettings settings, ConsoleEnds ends, InstantSource clock, PrometheusRegistry registry) {
        this.settings = settings;
        Histogram seconds = Histogram.builder()
                .name("unbroken_console_request_seconds")
                .help("How long a request took, from its first byte to the last of its answer")
                .labelNames("route", "status")
                .register(registry);
        Counter verdicts = Counter.builder()
                .name("unbroken_verifications_total")
                .help("Verifications on request, by what they found")
                .labelNames("verdict")
                .register(registry);
        this.verifications = new Verifications(ends, settings, clock, verdicts);
        this.files = new StaticFiles();
        SessionCookie cookie = new SessionCookie(settings.secureCookies(), settings.sessionLongest());
        Sessions sessions = new Sessions(settings.sessionIdle(), settings.sessionLongest(), clock, ends.random());
        Callers callers = new Callers(ends.tokens(), sessions, cookie, ends.certificates());
        VisibleRecordings recordings = new VisibleRecordings(ends.ledger());
        DeadlinesApi deadlines = new DeadlinesApi(recordings, ends.rules(), clock);
        Viewings viewings = new Viewings(ends.events(), settings.custodyPatience(), clock);
        AccessGate gate = new AccessGate(new AccessRequests(ends.ledger(), ends.rules()), ends.rules(), clock);
        VerifyApi verify = new VerifyApi(recordings, verifications);
        Overviews overviews = new Overviews(recordings, ends.readiness(), clock, settings.lateAfter());
        CustodyEntries entries = new CustodyEntries(ends.events(), ends.log(), settings.custodyPatience());
        Eligibility eligibility = new Eligibility(
                ends.ledger(), ends.worm(), ends.cases(), new RulebookKeeping(ends.ledger(), ends.rules()), clock);
        DevicesApi devices = new DevicesApi(recordings, entries, ends.rules(), clock, ends.random());
        OwedApi owed = new OwedApi(recordings, ends.rules(), ends.rounds(), clock);
        CaseRoom room = new CaseRoom(recordings, entries, ends, clock);
        SamplesApi samples = new SamplesApi(
                recordings, new Samples(ends.ledger(), ends.worm()), entries, ends.rules(), clock, ends.random());
        FiguresApi figures = new FiguresApi(recordings, deadlines, ends.rules());
        AccessRequestsApi requests =
                new AccessRequestsApi(recordings, gate, entries, ends.rules(), clock, ends.random());
        Routes routes = new Routes(
                new RecordingsApi(recordings, deadlines, room.statements(), devices, owed),
                deadlines,
                new DocumentsApi(recordings, ends.worm(), ends.log()),
                new MediaApi(recordings, viewings, gate, ends.derived(), ends.worm()),
                verify,
                new ExportApi(recordings, gate, ends.events(), settings.custodyPatience(), clock),
                new AuditApi(ends.audit(), recordings),
                new KeepingApi(recordings, entries, ends.worm(), clock, ends.random()),
                room.statements(),
                room.explanations(),
                room.cases(),
                new CasePages(room.cases(), room.checks()),
                new DisposalRequests(recordings, entries, eligibility, ends.worm(), clock, ends.random()),
                new DisposalsApi(recordings, new Disposals(ends.ledger(), ends.worm()), entries, eligibility, clock),
                new RetentionApi(recordings, entries, ends.rules(), ends.rounds(), clock, ends.random()),
                samples,
                devices,
                figures,
                owed,
                new ComplaintsApi(recordings, entries, ends.rules(), clock, ends.random()),
                requests,
                new SecrecyApi(recordings, entries, ends.rules(), clock, ends.random()),
                new RegisterApi(ends.ledger(), ends.rules(), clock),
                overviews,
                new LogApi(ends.log(), new AttestedCheckpoints(ends.worm())),
                new StampsApi(ends.log(), ends.worm()),
                new StatesApi(new LocalRecordingStates(ends.ledger(), ends.log())),
                new Operations(ends.readiness(), registry),
                new Pages(recordings, overviews, verify, deadlines, ends),
                new AccessPages(requests),
                new SamplePages(samples),
                new FiguresPage(figures),
                new DevicePages(devices),
                new SignIn(callers, sessions, cookie, new SignInLimit(clock)),
                files);
        this.router = new Router(routes.all());
        this.door = new Door(router, callers, Pages::problem, seconds);
    }

    /** All addresses, for the check that the OpenAPI document names each. */
    java.util.List<Route> routes() {
        return router.routes();
    }

    /** Opens the socket. */
    public void start() throws IOException {
        files.load();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("console");
        threads.setDaemon(true);
        Server starting = new Server(threads);
        ServerConnector connector = Connectors.create(starting, settings);
        starting.setConnectors(new Connector[] {connector});
        starting.addBean(new NetworkConnectionLimit(settings.maxConnections(), connector));
        starting.setHandler(door);
        starting.setErrorHandler(new ProtocolErrors());
        starting.setStopTimeout(2_000);
        try {
            starting.start();
        } catch (IOException e) {
            throw new IOException(
                    "console.host = " + settings.host() + ", console.port = " + settings.port() + ": " + e.getMessage(),
                    e);
        } catch (Exception e) {
            throw new IOException("the console could not start", e);
        }
        server = starting;
    }

    /** Where it listens, the port taken included. */
    public URI uri() {
        Server running = server;
        if (running == null || !(running.getConnectors()[0] instanceof ServerConnector connector)) {
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
        verifications.close();
        Server running = server;
        if (running != null) {
            try {
                running.stop();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("the console did not stop cleanly", e);
            }
        }
    }
}
