package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.e2e.Shift.Acknowledged;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.FileVerification;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;

/**
 * The server dies by SIGKILL, again and again, while cameras upload, and while it seals, describes and starts. Whatever
 * was acknowledged must be there once, whole, in its place in the camera's chain, under a log that never contradicted
 * itself.
 *
 * <p>{@code -Dunbroken.kill.seed=N} repeats a choice of moments (the machine's own timing it cannot repeat),
 * {@code -Dunbroken.kill.rounds=N} sets how often.
 */
final class KillTest {
    private static final int FILES_A_ROUND = 3;

    @TempDir(factory = InMemory.class)
    private Path data;

    @TempDir
    private Path footage;

    private final long seed = Long.getLong("unbroken.kill.seed", new Random().nextLong() >>> 16);
    private final Random random = new Random(seed);

    @Test
    void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
        run(Integer.getInteger("unbroken.kill.rounds", 2));
    }

    @Test
    @Tag("slow")
    void whatWasAcknowledgedSurvivesManyKills() throws Exception {
        run(Integer.getInteger("unbroken.kill.rounds", 40));
    }

    private void run(int rounds) throws Exception {
        System.out.println("seed " + seed);
        try {
            uploadAndKill(rounds);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("with -Dunbroken.kill.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private void uploadAndKill(int rounds) throws Exception {
        Map<String, String> settings = ServerProcess.settings(
                "upload.port", Integer.toString(ServerProcess.lastingPort()),
                "console.port", Integer.toString(ServerProcess.lastingPort()));
        Site site = Site.create(data);
        URI upload = URI.create("http://127.0.0.1:" + settings.get("upload.port") + "/files/");
        Path memory = Files.createDirectories(footage.resolve("docks"));
        try (Shift shift = new Shift();
                PublishedCheckpoints published = new PublishedCheckpoints()) {
            List<Shift.Queue> queues = List.of(
                    shift.add(new DockCamera("cam-a", upload, site.dock(), memory, new Random(random.nextLong()))),
                    shift.add(new DockCamera("cam-b", upload, site.dock(), memory, new Random(random.nextLong()))),
                    shift.add(new TusJavaCamera("cam-c", upload, site.dock(), new Random(random.nextLong()))));
            ServerProcess server = ServerProcess.start(data, settings);
            try {
                for (int round = 1; round <= rounds; round++) {
                    for (Shift.Queue queue : queues) {
                        for (int i = 0; i < FILES_A_ROUND; i++) {
                            shift.give(queue, file(queue.camera().name(), round, i));
                        }
                    }
                    published.watch(site.console(server));
                    awaitMoment(shift);
                    server.kill();
                    server = ServerProcess.launch(data, settings);
                    if (random.nextInt(3) == 0) {
                        TimeUnit.MILLISECONDS.sleep(random.nextInt(8_000)); // a moment in the start
                        server.kill();
                        server = ServerProcess.launch(data, settings);
                    }
                    server.awaitReady();
                }
                Await.until(
                        "all uploads acknowledged", () -> shift.acknowledged().size() == shift.given());
                server = check(site, settings, server, shift.acknowledged(), published);
            } finally {
                server.close();
            }
        }
    }

    private Path file(String camera, int round, int number) throws IOException {
        int place = (round - 1) * FILES_A_ROUND + number;
        return Footage.write(
                footage.resolve(camera + "-" + place + ".mp4"),
                Footage.SIZES[(place + camera.hashCode() % 6 + 6) % 6],
                random.nextLong());
    }

    /** The moment of the kill: some time, or some uploads and a blink later. Not a wait for anything. */
    private void awaitMoment(Shift shift) throws Exception {
        if (random.nextBoolean()) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(6_000));
        } else {
            int enough = Math.min(shift.given(), shift.acknowledged().size() + 1 + random.nextInt(2 * FILES_A_ROUND));
            Await.until("uploads before a kill", () -> shift.acknowledged().size() >= enough);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
        }
    }

    private ServerProcess check(
            Site site,
            Map<String, String> settings,
            ServerProcess server,
            List<Acknowledged> acknowledged,
            PublishedCheckpoints published)
            throws Exception {
        ConsoleClient console = site.console(server);
        published.watch(console);
        for (Acknowledged one : acknowledged) {
            Site.settled(console, one.recording(), "sealed");
        }
        Await.until("every received recording is sealed", () -> {
            WholeLog log = WholeLog.read(console, site.trusted());
            return log.of(CustodyEvent.RECEIVED).size()
                    == log.of(CustodyEvent.SEALED).size();
        });
        List<JsonObject> listed = Site.recordings(console);
        Promises.checkListed(listed, acknowledged);
        for (Acknowledged one : acknowledged) {
            checkBytes(site, console, one);
        }
        checkStaging(site);
        // The originals were looked at just now, each once. What is appended is shown once it is published.
        Await.until(
                "all viewings are published",
                () -> WholeLog.read(console, site.trusted())
                                .of(CustodyEvent.VIEWED)
                                .size()
                        == acknowledged.size());
        Promises.checkLog(WholeLog.read(console, site.trusted()), site.trusted(), acknowledged, published.seen());
        return checkRebuilt(site, settings, server);
    }

    private static void checkBytes(Site site, ConsoleClient console, Acknowledged one) throws Exception {
        Sha256 expected = Site.digest(one.file());
        JsonObject shown = console.json("api/recordings/" + one.recording());
        assertThat(shown.string("sha256")).as("%s", one).isEqualTo(expected.hex());
        assertThat(shown.string("camera")).isEqualTo(one.camera());
        assertThat(shown.integer("sequence")).isEqualTo(one.sequence());
        assertThat(Site.digest(site.original(one.recording())))
                .as("stored: %s", one)
                .isEqualTo(expected);
        assertThat(Sha256.of(console.bytes("api/recordings/" + one.recording() + "/original")))
                .as("shown: %s", one)
                .isEqualTo(expected);
        byte[] manifest = console.bytes("api/recordings/" + one.recording() + "/manifest");
        byte[] receipt = console.bytes("api/recordings/" + one.recording() + "/receipt");
        assertThat(Manifest.parse(manifest).recording().value()).isEqualTo(one.recording());
        try (FileChannel file = FileChannel.open(one.file())) {
            VerificationReport report = FileVerification.run(file, manifest, receipt, site.trusted(), done -> {});
            assertThat(report.verdict()).as("%s: %s", one, report.lines()).isEqualTo(Verdict.INTACT);
        }
    }

    /** What is left there was created by a request that got no answer: nobody has its address, and no byte is in it. */
    private static void checkStaging(Site site) throws IOException {
        try (Stream<Path> staged = Files.list(site.data().resolve("staging"))) {
            for (Path left : staged.toList()) {
                assertThat(Files.size(left)).as("orphan %s", left).isZero();
            }
        }
    }

    /** The offline commands agree: nothing to find, and a ledger made anew shows what the old one showed. */
    private ServerProcess checkRebuilt(Site site, Map<String, String> settings, ServerProcess server) throws Exception {
        List<String> before = shown(site.console(server));
        assertThat(server.stop()).isZero();
        Cli audit = Cli.run("audit", "--data", data, "--key", site.keyFile());
        assertThat(audit.exit()).as(audit.said()).isZero();
        Cli rebuild = Cli.run("rebuild", "--data", data);
        assertThat(rebuild.exit()).as(rebuild.said()).isZero();
        ServerProcess again = ServerProcess.start(data, settings);
        List<String> after = shown(site.console(again));
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            assertThat(after.get(i)).as("after the rebuild").isEqualTo(before.get(i));
        }
        assertThat(after).hasSameSizeAs(before);
        return again;
    }

    private static List<String> shown(ConsoleClient console) throws Exception {
        List<String> all = new ArrayList<>();
        for (JsonObject recording : Site.recordings(console)) {
            String path = "api/recordings/" + recording.string("id");
            all.add(recording.text());
            all.add(console.json(path).text());
            all.add(Site.utf8(console.bytes(path + "/custody")));
        }
        return all;
    }
}
