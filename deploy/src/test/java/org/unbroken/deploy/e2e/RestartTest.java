package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;

/** A server that comes back does nothing twice, and one that must not come up says why and goes. */
final class RestartTest {
    @TempDir(factory = InMemory.class)
    private Path data;

    @TempDir
    private Path footage;

    @Test
    void nothingIsSealedOrDescribedTwiceHoweverTheServerEnded() throws Exception {
        Site site = Site.create(data);
        List<String> recordings = new ArrayList<>();
        List<String> described = new ArrayList<>();
        long entries = 0;
        for (int run = 0; run < 3; run++) {
            try (ServerProcess server = ServerProcess.start(data, ServerProcess.settings())) {
                ConsoleClient console = site.console(server);
                // A new recording goes all the way: by then whatever there was to repeat would have been repeated.
                recordings.add(dock(site, server, run));
                Site.settled(console, recordings.get(run), "sealed");
                WholeLog log = WholeLog.read(console, site.trusted());
                for (String recording : recordings) {
                    for (CustodyEvent event :
                            List.of(CustodyEvent.RECEIVED, CustodyEvent.SEALED, CustodyEvent.INSPECTED)) {
                        assertThat(log.of(event, recording))
                                .as("%s of %s", event, recording)
                                .hasSize(1);
                    }
                }
                assertThat(log.head().size()).as("entries after run %d", run).isEqualTo(entries + 3);
                entries = log.head().size();
                for (int before = 0; before < run; before++) {
                    assertThat(shown(console, recordings.get(before))).isEqualTo(described.get(before));
                }
                described.add(shown(console, recordings.get(run)));
                if (run == 0) {
                    assertThat(server.stop()).as("asked to end, it ends well").isZero();
                } else {
                    server.kill();
                }
            }
        }
    }

    private String dock(Site site, ServerProcess server, int number) throws Exception {
        Path file = Footage.write(footage.resolve("clip-" + number + ".mp4"), 100_000L + number, number);
        Cli dock = Cli.run(
                "dock",
                "--server",
                server.upload(),
                "--token",
                site.dock(),
                "--camera",
                "cam-1",
                "--key",
                site.keyFile(),
                "--wait",
                300,
                file);
        assertThat(dock.exit()).as(dock.said()).isZero();
        JsonObject newest = Site.recordings(site.console(server)).get(0);
        assertThat(newest.string("name")).isEqualTo(file.getFileName().toString());
        return newest.string("id");
    }

    private static String shown(ConsoleClient console, String recording) throws Exception {
        return console.json("api/recordings/" + recording).text();
    }

    @Test
    void aRevokedTokenOpensNothingFromThatMomentOn() throws Exception {
        Site site = Site.create(data);
        try (ServerProcess server = ServerProcess.start(data, ServerProcess.settings())) {
            String dock = Site.token(data, "dock", "lost-dock");
            String auditor = Site.token(data, "auditor", "former-auditor");
            TusCalls tus = new TusCalls(server.upload(), dock);
            HttpResponse<String> created = tus.create(3, Map.of("camera", "cam-1"));
            assertThat(created.statusCode()).as("issued while it runs").isEqualTo(201);
            assertThat(list(server, auditor)).isEqualTo(200);

            assertThat(Cli.run("token", "revoke", "--data", data, "lost-dock").exit())
                    .isZero();
            assertThat(Cli.run("token", "revoke", "--data", data, "former-auditor")
                            .exit())
                    .isZero();

            assertThat(tus.create(3, Map.of("camera", "cam-1")).statusCode()).isEqualTo(401);
            assertThat(tus.patch(tus.address(created), 0, new byte[3]).statusCode())
                    .isEqualTo(401);
            assertThat(list(server, auditor)).isEqualTo(401);
            assertThat(list(server, site.custodian()))
                    .as("others are not touched")
                    .isEqualTo(200);
        }
    }

    private static int list(ServerProcess server, String token) throws Exception {
        return Site.HTTP
                .send(
                        HttpRequest.newBuilder(server.console().resolve("/api/recordings"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aSecondServerOnTheSameFolderSaysWhoHasIt() throws Exception {
        Site.create(data);
        try (ServerProcess first = ServerProcess.start(data, ServerProcess.settings());
                ServerProcess second = ServerProcess.launch(data, ServerProcess.settings())) {
            assertThat(second.awaitEnd()).isEqualTo(2);
            assertThat(second.log()).contains(data.toString(), "in use by another process");
            Cli rebuild = Cli.run("rebuild", "--data", data);
            assertThat(rebuild.exit()).as(rebuild.said()).isEqualTo(2);
            assertThat(rebuild.said()).contains("in use");
            assertThat(first.isReady()).isTrue();
        }
    }

    @Test
    void plainHttpBeyondThisMachineNeedsToBeAskedFor() throws Exception {
        for (String door : List.of("upload", "console")) {
            try (ServerProcess server = ServerProcess.launch(data, ServerProcess.settings(door + ".host", "0.0.0.0"))) {
                assertThat(server.awaitEnd()).as(door).isEqualTo(2);
                assertThat(server.log()).contains(door + ".host", "0.0.0.0", "allow-plain-http");
            }
        }
    }
}
