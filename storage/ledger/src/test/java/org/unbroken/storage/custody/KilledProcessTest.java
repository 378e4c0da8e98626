package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.WormStore;

/**
 * A child process appends as fast as it can, on a real WORM directory, and is killed with SIGKILL in the middle; again
 * and again on the same folder. The moments follow from a printed seed.
 */
class KilledProcessTest {
    private static final int ROUNDS = 10;

    @TempDir
    Path directory;

    @Test
    void nothingAcknowledgedIsLostAndNothingPublishedIsContradicted() throws Exception {
        long seed = Long.getLong("unbroken.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dunbroken.seed=" + seed + ")");
        Random moments = new Random(seed);
        Map<String, Long> acknowledged = new HashMap<>();
        List<byte[]> checkpoints = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(round, 1 + moments.nextInt(300), acknowledged, checkpoints);
        }
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
        try (Running running = Running.open(directory)) {
            CustodyLog log = running.store.log();
            log.published(running.store.health().size() - 1).get(60, TimeUnit.SECONDS);
            checkpoints.add(log.checkpoint().orElseThrow());
            LogCheck.whole(log, checkpoints);
            Map<String, Long> there = new HashMap<>();
            for (Sequenced one : log.read(0, Integer.MAX_VALUE)) {
                Long twice =
                        there.put(one.entry().recording() + " " + one.entry().event(), one.index());
                assertThat(twice).as("entry %d is there twice", one.index()).isNull();
            }
            assertThat(there).containsAllEntriesOf(acknowledged);
            for (Map.Entry<String, Long> each : acknowledged.entrySet()) {
                if (each.getKey().endsWith(" quarantined")) {
                    TlogProof receipt = log.receipt(
                                    new RecordingId(each.getKey().substring(0, 36)))
                            .orElseThrow();
                    assertThat(receipt.provesExtra()).isTrue();
                }
            }
            System.out.println(acknowledged.size() + " acknowledged, " + checkpoints.size() + " checkpoints seen");
        }
    }

    /** Reads what the child says until it has said so many things, then kills it and reads what was still on its way. */
    private void runAndKill(int round, int lines, Map<String, Long> acknowledged, List<byte[]> checkpoints)
            throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        directory.toString(),
                        String.valueOf(round))
                .redirectError(new File(directory.toFile(), "child-" + round + ".err"))
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            int seen = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (!line.endsWith(".")) {
                    continue;
                }
                String[] parts = line.split(" ", -1);
                if (parts[0].equals("entry")) {
                    acknowledged.put(parts[1] + " " + parts[2], Long.parseLong(parts[3]));
                } else if (parts[0].equals("checkpoint")) {
                    checkpoints.add(HexFormat.of().parseHex(parts[1]));
                }
                if (++seen == lines) {
                    // By the handle: the process object would throw away what it said last.
                    child.toHandle().destroyForcibly();
                }
            }
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(seen)
                    .as(() -> {
                        try {
                            return Files.readString(directory.resolve("child-" + round + ".err"));
                        } catch (java.io.IOException e) {
                            return e.toString();
                        }
                    })
                    .isGreaterThanOrEqualTo(lines);
        }
    }

    /** A store on a local directory. */
    private record Running(CustodyStore store, WormStore worm) implements AutoCloseable {
        static Running open(Path directory) throws Exception {
            LocalDisk disk = new LocalDisk();
            LocalStagingArea staging = new LocalStagingArea(directory, disk);
            LocalWormStore worm = new LocalWormStore(directory, staging, disk, new LocalWormSettings(false));
            worm.start();
            NoteSigner signer = LogKeys.loadOrCreate(
                            directory.resolve("keys"), Optional.empty(), new DurableFiles(disk), new SecureRandom())
                    .signer();
            CustodyStore store = new CustodyStore(
                    CustodySettings.defaults(directory.resolve("state").resolve("ledger"))
                            .withMark(directory.resolve("keys").resolve("log.published"))
                            .withFlushInterval(Duration.ZERO)
                            .withLimits(65_536, 100_000, 10),
                    worm,
                    signer,
                    InstantSource.system(),
                    new SecureRandom(),
                    new PrometheusRegistry());
            store.start();
            return new Running(store, worm);
        }

        @Override
        public void close() throws Exception {
            store.close();
            worm.close();
        }
    }

    /** The process to be killed. Each line ends in a full stop, so that half a line is known as such. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            Running running = Running.open(Path.of(args[0]));
            CustodyLog log = running.store.log();
            log.onPublished(() -> {
                try {
                    say("checkpoint "
                            + HexFormat.of().formatHex(log.checkpoint().orElseThrow()));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            for (int i = 0; ; i++) {
                RecordingId id = RecordingId.generate(InstantSource.system(), new SecureRandom());
                String camera = "cam" + i % 5;
                tell(log, Facts.received(id, "a", camera));
                tell(log, Facts.quarantined(id, "a", camera));
                tell(log, Facts.plain(CustodyEvent.VIEWED, "only", id, "a"));
                if (i % 50 == 49) {
                    log.append(Facts.plain(CustodyEvent.HELD, "pace", id, "a")).join();
                }
            }
        }

        private static void tell(CustodyLog log, CustodyFact fact) {
            var unused = log.append(fact)
                    .thenAccept(done -> say("entry " + done.entry().recording() + " "
                            + done.entry().event() + " " + done.index()));
        }

        private static synchronized void say(String line) {
            System.out.println(line + " .");
            System.out.flush();
        }
    }
}
