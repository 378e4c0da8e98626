package org.unbroken.ingest.gateway;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.access.Certificates;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.access.Tokens;
import org.unbroken.storage.custody.LocalRecordingStates;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.intake.RocksIntake;
import org.unbroken.storage.intake.UploadSessions;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagingArea;

/** A gateway over a real staging area and a real intake in a folder; stopping and starting it keeps the folder. */
final class GatewayRig implements AutoCloseable {
    static final String TOKEN = "dock-token";

    final Path directory;
    final SealedFakes sealed = new SealedFakes();
    final Map<String, Principal> tokens = new ConcurrentHashMap<>();
    final RightOfWay rightOfWay = new RightOfWay();
    GatewaySettings settings =
            GatewaySettings.defaults().listeningOn("127.0.0.1", 0).drainingFor(Duration.ofSeconds(1));
    InstantSource clock = InstantSource.system();
    String bootId = "boot-1";
    Disk disk = new LocalDisk();
    UnaryOperator<StagingArea> staging = same -> same;
    UnaryOperator<UploadSessions> sessions = same -> same;
    Optional<Certificates> certificates = Optional.empty();
    volatile Supplier<Optional<String>> clockDoubt = Optional::empty;

    PrometheusRegistry registry = new PrometheusRegistry();
    RocksIntake intake;
    LocalStagingArea staged;
    GatewayServer server;

    GatewayRig(Path directory) {
        this.directory = directory;
        dock(TOKEN, "a1", null);
    }

    void dock(String token, String agency, String camera) {
        tokens.put(
                token,
                new Principal(
                        "t-" + tokens.size(), Role.DOCK, Optional.ofNullable(agency), Optional.ofNullable(camera)));
    }

    GatewayRig start() throws IOException {
        registry = new PrometheusRegistry();
        staged = new LocalStagingArea(directory, disk);
        staged.start();
        intake = new RocksIntake(directory.resolve("intake"));
        intake.start();
        Tokens known = bearer -> Optional.ofNullable(tokens.get(bearer));
        server = new GatewayServer(
                settings,
                new GatewayEnds(
                        staging.apply(staged),
                        sessions.apply(intake.sessions()),
                        new LocalRecordingStates(sealed.ledger(), sealed.log()),
                        sealed.store(),
                        known,
                        certificates,
                        rightOfWay,
                        () -> clockDoubt.get()),
                clock,
                new SecureRandom(),
                bootId,
                registry);
        server.start();
        return this;
    }

    /** Ends it as roughly as one process can: nothing is given time to finish. */
    void stop() throws IOException {
        server.close();
        intake.close();
        staged.close();
    }

    TusCalls calls() {
        return calls(TOKEN);
    }

    TusCalls calls(String token) {
        return new TusCalls(server.uri(), token);
    }

    byte[] stagedBytes(RecordingId id) throws IOException {
        return java.nio.file.Files.readAllBytes(staged.pathOf(id));
    }

    /** A clock that tests move. */
    static final class MovedClock implements InstantSource {
        volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void move(Duration by) {
            now = now.plus(by);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
