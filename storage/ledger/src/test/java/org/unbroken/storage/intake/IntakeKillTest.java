package org.unbroken.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments: what was acknowledged is there, once, with the same content. */
class IntakeKillTest {
    private static final int ROUNDS = 10;

    @TempDir
    Path directory;

    @TempDir
    Path temporary;

    private final Map<Integer, Landing> landed = new HashMap<>();
    private final Set<Integer> created = new TreeSet<>();
    private int next;

    @Test
    void acknowledgedLandingsSurviveKillsExactlyOnce() throws IOException, InterruptedException {
        long seed = Long.getLong("unbroken.seed", System.nanoTime());
        System.out.println("IntakeKillTest: -Dunbroken.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            // Lines, not time, decide when: the kill falls somewhere in the work after that many acknowledgements.
            runAndKill(random.nextInt(60), random.nextInt(3_000_000), random.nextLong());
            RocksIntake intake = new RocksIntake(directory);
            intake.start();
            try (intake) {
                check(intake, "seed " + seed + " round " + round);
            }
        }
        assertThat(landed).as("the test did something").hasSizeGreaterThan(ROUNDS);
    }

    private void runAndKill(int afterLines, int thenNanos, long seed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        // A killed process leaves its copy of the native library behind: here it is cleaned up.
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledIntake.class.getName(),
                        directory.toString(),
                        Integer.toString(next),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while (lines.size() <= afterLines && (line = out.readLine()) != null) {
                lines.add(line);
            }
            long until = System.nanoTime() + thenNanos;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            // By its handle: killing by the process would close the pipe that still holds its last words.
            assertThat(process.toHandle().destroyForcibly()).isTrue();
            // What it said before it died was said: a line cut in half was not.
            StringBuilder rest = new StringBuilder();
            int c;
            while ((c = out.read()) >= 0) {
                rest.append((char) c);
            }
            int whole = rest.lastIndexOf("\n");
            if (whole >= 0) {
                lines.addAll(rest.substring(0, whole).lines().toList());
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        assertThat(lines).as("the process ran until it was killed").hasSizeGreaterThan(afterLines);
        lines.forEach(this::note);
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("created")) {
            created.add(Integer.parseInt(words[1]));
        } else if (words[0].equals("landed")) {
            int number = Integer.parseInt(words[1]);
            long size = Long.parseLong(words[3]);
            UploadSession session = Uploads.session(number);
            landed.put(
                    number,
                    new Landing(
                            Long.parseLong(words[2]),
                            session.id(),
                            session.agency(),
                            session.camera(),
                            session.uploader(),
                            size,
                            Uploads.digests(size),
                            Uploads.NOON,
                            OptionalLong.empty(),
                            session.metadata()));
        }
    }

    private void check(RocksIntake intake, String when) throws IOException {
        List<Landing> all = intake.landings().read(0, Integer.MAX_VALUE);
        assertThat(all.stream().map(Landing::sequence))
                .as(when)
                .containsExactlyElementsOf(
                        LongStream.range(0, all.size()).boxed().toList());
        assertThat(intake.landings().end()).as(when).isEqualTo(all.size());
        assertThat(all.stream().map(Landing::recording)).as(when).doesNotHaveDuplicates();
        assertThat(all).as(when).containsAll(landed.values());
        assertThat(all.size() - landed.size())
                .as("%s: at most one a kill was not heard of", when)
                .isBetween(0, ROUNDS);
        int open = 0;
        for (int number : created) {
            assertThat(intake.sessions().find(Uploads.id(number))).as(when).hasValue(Uploads.session(number));
            if (intake.sessions().landing(Uploads.id(number)).isEmpty()) {
                open++;
            }
        }
        next = created.isEmpty() ? 0 : java.util.Collections.max(created) + 1;
        if (intake.sessions().find(Uploads.id(next)).isPresent()) {
            open += intake.sessions().landing(Uploads.id(next)).isEmpty() ? 1 : 0;
            created.add(next++);
        }
        assertThat(intake.sessions().openUploads()).as(when).isEqualTo(open);
        assertThat(intake.sessions().openUploads("agency", "c-1")
                        + intake.sessions().openUploads("agency", "c-10"))
                .as(when)
                .isEqualTo(open);
    }
}
