package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.console.ConsoleEnds;
import org.unbroken.ingest.console.ConsoleServer;
import org.unbroken.ingest.console.ConsoleSettings;
import org.unbroken.ingest.console.Derived;
import org.unbroken.ingest.console.access.CertificateHolders;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.CustodyStore;
import org.unbroken.storage.custody.LocalCustodyEvents;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.keeping.DisposalTask;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;

/** A case's names from its opening to their end, by the commands, on a console whose clock is years ahead of its log's. */
final class EndedFilesTest {
    private static final InstantSource THEN = InstantSource.fixed(Instant.parse("2041-01-01T00:00:00Z"));

    @TempDir(factory = InMemory.class)
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private LocalStagingArea staging;
    private LocalWormStore worm;
    private CustodyStore custody;
    private BearerTokens tokens;
    private ConsoleEnds ends;
    private ConsoleServer console;

    @BeforeEach
    void start() throws IOException {
        LocalDisk disk = new LocalDisk();
        staging = new LocalStagingArea(folder, disk);
        worm = new LocalWormStore(folder, staging, disk, new LocalWormSettings(false));
        custody = new CustodyStore(
                CustodySettings.defaults(folder.resolve("custody")).withFlushInterval(Duration.ofMillis(5)),
                worm,
                Ed25519NoteSigner.generate("unbroken.test/log", random),
                InstantSource.system(),
                random,
                new PrometheusRegistry());
        tokens = BearerTokens.inFolder(folder.resolve("tokens"), disk, InstantSource.system(), random);
        staging.start();
        worm.start();
        custody.start();
        ends = new ConsoleEnds(
                custody.ledger(),
                custody.log(),
                new LocalCustodyEvents(custody.log(), custody.ledger()),
                worm,
                tokens,
                CertificateHolders.NONE,
                new NothingDerived(),
                List::of,
                random,
                AgencyRules.NONE);
        console = new ConsoleServer(ConsoleSettings.plain("127.0.0.1", 0), ends, THEN, new PrometheusRegistry());
        console.start();
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
        custody.close();
        worm.close();
        staging.close();
    }

    private String token(Role role, String name) throws IOException {
        return tokens.issue(Grant.of(role, name).forAgency("county")).text();
    }

    private String run(String token, String... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--server", console.uri(), "--token", token));
        return Cli.run(all).line();
    }

    private static String word(String name, String lines) {
        return lines.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + lines));
    }

    @Test
    void areDisposedOfByTheCommands() throws Exception {
        String keeper = token(Role.CUSTODIAN, "keeper");
        run(keeper, "case", "open", "K-1", "--agency", "county", "--party", "张三");
        run(keeper, "case", "close", "K-1", "--agency", "county");
        run(keeper, "case", "archive", "K-1", "--agency", "county", "--kept-until", "2026-01-01T00:00:00Z");

        String asked = run(keeper, "dispose", "request", "--ended-files", "--reason", "its time is over");
        assertThat(word("recordings", asked)).isEqualTo("1");
        String batch = word("batch", asked);
        String list = word("list", asked);
        run(token(Role.APPROVER, "first"), "dispose", "approve", batch, "--list", list);
        run(token(Role.APPROVER, "second"), "dispose", "approve", batch, "--list", list);
        run(keeper, "dispose", "run", batch);
        new DisposalTask(ends.log(), ends.ledger(), worm, ends.cases(), recordings -> {}, THEN)
                .attend(SignedNote.parse(ends.log().checkpoint().orElseThrow()));

        assertThat(run(keeper, "dispose", "show", batch)).contains("state     done", "disposed  1 of 1");
        assertThat(run(keeper, "dispose", "show")).contains(batch + "  done");
        assertThat(run(keeper, "case", "list")).contains("disposed").doesNotContain("K-1", "张三");
        assertThat(Cli.run(
                                "dispose",
                                "request",
                                "--ended-files",
                                "--reason",
                                "again",
                                "--server",
                                console.uri(),
                                "--token",
                                keeper)
                        .said())
                .contains("nothing to request");
    }

    private static final class NothingDerived implements Derived {
        @Override
        public Optional<Path> poster(RecordingId recording) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> storyboard(RecordingId recording) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> proxy(RecordingId recording) {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Path> requestProxy(RecordingId recording) {
            return CompletableFuture.failedFuture(new IOException("none"));
        }
    }
}
