package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.e2e.Shift.Acknowledged;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * A whole cluster of real parts, brought up by the command, under a fleet that uploads while one part after the other
 * fails. {@code ./mvnw verify -Pcluster} runs it; {@code -Dunbroken.failures=all} with everything in {@link Troubles}.
 *
 * <p>{@code -Dunbroken.kill.seed=N} repeats a choice of moments; the machine's own timing it cannot repeat.
 */
@Tag("cluster")
final class ClusterTest {
    private static final int FILES_A_ROUND = 2;
    private static final int LARGEST_MEDIA = 3 << 20;

    /** Short: Ceph's sockets lie in it. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path data;

    @TempDir
    private Path footage;

    private final long seed = Long.getLong("unbroken.kill.seed", new Random().nextLong() >>> 16);
    private final Random random = new Random(seed);
    private final long started = System.nanoTime();
    private int written;
    private String exported = "";

    @Test
    void whatWasAcknowledgedSurvivesTheFailureOfEachPart() throws Exception {
        say("seed " + seed);
        try (RunningCluster cluster = RunningCluster.start(data)) {
            try {
                ClosedDoors.check(cluster);
                run(cluster, Troubles.chosen(System.getProperty("unbroken.failures", "few"), random));
                exportFromTheStores(cluster, "running");
                cluster.kill("log-1");
                cluster.kill("log-2");
                exportFromTheStores(cluster, "without-log-nodes");
                cluster.up();
                cluster.down();
                assertThat(cluster.processes()).as("left after cluster down").isEmpty();
            } catch (Throwable e) {
                cluster.keepLogs();
                throw new AssertionError("with -Dunbroken.kill.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void run(RunningCluster cluster, List<Trouble> troubles) throws Exception {
        Path memory = Files.createDirectories(footage.resolve("docks"));
        Site site = cluster.site();
        try (Shift shift = new Shift();
                PublishedCheckpoints first = new PublishedCheckpoints();
                PublishedCheckpoints second = new PublishedCheckpoints()) {
            first.watch(cluster.consoles().get(0));
            second.watch(cluster.consoles().get(1));
            List<Shift.Queue> fleet = List.of(
                    shift.add(new DockCamera("cam-a", cluster.upload(), site.dock(), memory, inherit())),
                    shift.add(new DockCamera("cam-b", cluster.upload(), site.dock(), memory, inherit())),
                    shift.add(new TusJavaCamera("cam-c", cluster.upload(), site.dock(), inherit())),
                    shift.add(new StrictCamera("cam-d", new TusCalls(cluster.upload(), site.dock()))));
            for (Path media : realMedia()) {
                shift.give(fleet.get(written++ % fleet.size()), media);
            }
            for (Trouble trouble : troubles) {
                befall(cluster, trouble, shift, fleet);
            }
            give(shift, fleet);
            Await.until("all uploads acknowledged", () -> shift.acknowledged().size() == shift.given());
            say("all acknowledged: " + shift.given());
            check(cluster, shift.acknowledged());
            for (PublishedCheckpoints published : List.of(first, second)) {
                for (ConsoleClient console : cluster.consoles()) {
                    Promises.checkLog(
                            WholeLog.read(console, site.trusted()),
                            site.trusted(),
                            shift.acknowledged(),
                            published.seen());
                }
            }
            ResidentMemory.check(cluster);
            Evening.play(cluster);
            say("an evening was played");
            UnbrokenScript.run("cluster", "status", "--data", data).done();
        }
    }

    /** By a log node's configuration alone: no console is asked. */
    private void exportFromTheStores(RunningCluster cluster, String name) throws Exception {
        Path out = footage.resolve(name + ".zip");
        UnbrokenScript.run("export", exported, "--out", out, "--config", cluster.configuration(), "--for", "某县人民法院")
                .done();
        UnbrokenScript verified =
                UnbrokenScript.run("verify", out, "--key", cluster.site().keyFile());
        assertThat(verified.exit()).as("%s", verified).isZero();
        say("exported and verified: " + name);
    }

    private Random inherit() {
        return new Random(random.nextLong());
    }

    private void befall(RunningCluster cluster, Trouble trouble, Shift shift, List<Shift.Queue> fleet)
            throws Exception {
        Optional<String> impossible = trouble.impossible();
        if (impossible.isPresent()) {
            say("SKIPPED " + trouble + ": " + impossible.get());
            return;
        }
        give(shift, fleet);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000)); // the moment it begins; not a wait for anything
        say(trouble + " begins, acknowledged " + shift.acknowledged().size() + " of " + shift.given());
        trouble.begin(cluster);
        try {
            long began = System.nanoTime();
            Await.until(trouble + " shows", () -> trouble.shows(cluster));
            long left = trouble.lasts().toNanos() - (System.nanoTime() - began);
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
            ResidentMemory.check(cluster);
        } finally {
            trouble.heal(cluster);
        }
        cluster.up();
        say(trouble + " is over, acknowledged " + shift.acknowledged().size() + " of " + shift.given());
    }

    private void give(Shift shift, List<Shift.Queue> fleet) throws IOException {
        for (Shift.Queue queue : fleet) {
            for (int i = 0; i < FILES_A_ROUND; i++) {
                Path file = footage.resolve(queue.camera().name() + "-" + written + ".mp4");
                shift.give(
                        queue, Footage.write(file, Footage.SIZES[written % Footage.SIZES.length], random.nextLong()));
                written++;
            }
            written++; // so that every camera gets every size
        }
    }

    /** Of the development machine, where there is any: copies, since a dock writes beside them. */
    private List<Path> realMedia() throws IOException {
        Path media = Path.of(System.getProperty("unbroken.root", "..")).resolve("../shared/media");
        List<Path> copies = new ArrayList<>();
        if (Files.isDirectory(media)) {
            try (Stream<Path> all = Files.list(media)) {
                for (Path one : all.filter(file -> file.toString().endsWith(".mp4"))
                        .filter(file -> file.toFile().length() < LARGEST_MEDIA)
                        .sorted()
                        .limit(6)
                        .toList()) {
                    copies.add(Files.copy(one, footage.resolve(one.getFileName().toString())));
                }
            }
        }
        return copies;
    }

    private void check(RunningCluster cluster, List<Acknowledged> acknowledged) throws Exception {
        Site site = cluster.site();
        List<ConsoleClient> consoles = cluster.consoles();
        for (Acknowledged one : acknowledged) {
            Site.settled(consoles.get(0), one.recording(), "sealed");
        }
        Await.until("every received recording is sealed, for both consoles", () -> {
            for (ConsoleClient console : consoles) {
                WholeLog log = WholeLog.read(console, site.trusted());
                if (log.of(CustodyEvent.RECEIVED).size()
                        != log.of(CustodyEvent.SEALED).size()) {
                    return false;
                }
            }
            return true;
        });
        say("all sealed");
        for (ConsoleClient console : consoles) {
            Promises.checkListed(Site.recordings(console), acknowledged);
        }
        for (int i = 0; i < acknowledged.size(); i++) {
            Acknowledged one = acknowledged.get(i);
            checkBytes(consoles.get(i % consoles.size()), one);
        }
        Acknowledged any = acknowledged.get(random.nextInt(acknowledged.size()));
        exported = any.recording();
        UnbrokenScript verified = UnbrokenScript.run(
                "verify",
                any.recording(),
                "--server",
                cluster.consoleAddresses().get(1),
                "--key",
                site.keyFile(),
                "--token",
                site.custodian());
        assertThat(verified.exit()).as("%s: %s", any, verified).isZero();
        Await.until("the consoles agree", () -> shown(consoles.get(0)).equals(shown(consoles.get(1))));
        Set<String> sealed = new HashSet<>();
        for (JsonObject recording : Site.recordings(consoles.get(0))) {
            if (recording.string("state").equals("sealed")) {
                sealed.add(recording.string("id"));
            }
        }
        AtomicReference<List<String>> left = new AtomicReference<>(List.of());
        try {
            Await.until("nothing is left in the store", () -> {
                left.set(StoreLeftovers.list(cluster.configuration(), id -> sealed.contains(id.value())));
                return left.get().isEmpty();
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + left, e);
        }
    }

    private static void checkBytes(ConsoleClient console, Acknowledged one) throws Exception {
        Sha256 expected = Site.digest(one.file());
        String path = "api/recordings/" + one.recording();
        JsonObject shown = console.json(path);
        assertThat(shown.string("sha256")).as("%s", one).isEqualTo(expected.hex());
        assertThat(shown.string("camera")).isEqualTo(one.camera());
        assertThat(shown.integer("sequence")).isEqualTo(one.sequence());
        assertThat(Sha256.of(console.bytes(path + "/original")))
                .as("shown: %s", one)
                .isEqualTo(expected);
    }

    private static List<String> shown(ConsoleClient console) throws Exception {
        List<String> all = new ArrayList<>();
        for (JsonObject recording : Site.recordings(console)) {
            all.add(recording.text());
            all.add(Site.utf8(console.bytes("api/recordings/" + recording.string("id") + "/custody")));
        }
        return all;
    }

    private void say(String what) {
        System.out.println("cluster suite, "
                + Duration.ofNanos(System.nanoTime() - started).toSeconds() + " s: " + what);
    }
}
