package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unbroken.storage.custody.NodesFixture.Running;

/** The leader sleeps, or dies, at each thing it does to store and documents, and at random ones. */
@Timeout(300)
class TakeoverTest {
    private static final Duration PATIENCE = Duration.ofMillis(120);

    @TempDir
    Path directory;

    enum Fate {
        SLEEPS,
        DIES
    }

    /** Each third step; all with {@code -Dunbroken.log.every=1}. */
    @ParameterizedTest
    @EnumSource(Fate.class)
    void anotherGoesOnFromEveryStep(Fate fate) throws Exception {
        boolean reached = true;
        for (int step = fate == Fate.SLEEPS ? 0 : 1; reached; step += Integer.getInteger("unbroken.log.every", 3)) {
            try (NodesFixture nodes = new NodesFixture(directory.resolve(fate + "-" + step), PATIENCE)) {
                Running first = nodes.start("one");
                NodesFixture.awaitLeads(first);
                nodes.record("cam1");
                nodes.awaitPublished(first);
                if (fate == Fate.SLEEPS) {
                    first.stall().sleepWhen(Stall.number(step));
                } else {
                    first.stall().dieWhen(Stall.number(step));
                }
                nodes.record("cam1");
                nodes.record("cam2");
                long all = nodes.facts.size();
                Await.until(() -> first.stall().isAsleep()
                        || first.stall().isDead()
                        || first.node().log().publishedSize() == all);
                reached = first.stall().isAsleep() || first.stall().isDead();
                String where = first.stall().where();
                if (!reached) {
                    // Two segments of three entries: intent, details, segment, checkpoint, publication; before and
                    // after.
                    assertThat(step).isGreaterThanOrEqualTo(2 * 2 * 7);
                    break;
                }
                Running second = nodes.start("two");
                NodesFixture.awaitLeads(second);
                nodes.record("cam1");
                nodes.awaitPublished(second);
                Running back = first;
                if (fate == Fate.SLEEPS) {
                    first.stall().wake();
                } else {
                    first.node().close();
                    back = nodes.start("one");
                }
                nodes.record("cam2");
                nodes.awaitPublished(back);
                nodes.awaitPublished(second);
                assertThat(where).isNotEmpty();
                nodes.check(second);
                nodes.check(back);
                nodes.closeAndCompare(second, back);
            }
        }
    }

    static LongStream seeds() {
        Long given = Long.getLong("unbroken.log.seed");
        return given != null ? LongStream.of(given) : new Random().longs(Integer.getInteger("unbroken.log.rounds", 4));
    }

    /** The seed is in the test's name; {@code -Dunbroken.log.seed=N} runs it again, {@code …rounds=N} runs more. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anySchedule(long seed) throws Exception {
        Random random = new Random(seed);
        try (NodesFixture nodes = new NodesFixture(directory.resolve("seed" + seed), PATIENCE)) {
            List<Running> running = new ArrayList<>();
            for (String name : List.of("one", "two", "three")) {
                running.add(nodes.start(name));
            }
            for (int move = 0; move < 25; move++) {
                Running some = running.get(random.nextInt(running.size()));
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> nodes.record("cam" + random.nextInt(4));
                    case 3 -> some.stall().sleepWhen(Stall.number(random.nextInt(12)));
                    case 4 -> some.stall().wake();
                    case 5 -> restart(nodes, running, some, random.nextBoolean());
                    case 6 -> steal(nodes);
                    default ->
                        Await.until(() -> running.stream().anyMatch(Running::leads)
                                || running.stream()
                                        .anyMatch(each -> each.stall().isAsleep()));
                }
            }
            for (Running each : running) {
                each.stall().wake();
            }
            nodes.record("cam0");
            for (Running each : running) {
                nodes.awaitPublished(each);
            }
            for (Running each : running) {
                nodes.check(each);
            }
            nodes.closeAndCompare(running.toArray(Running[]::new));
        }
    }

    /** Killed, or ended in order, and begun anew with what it had. */
    private static void restart(NodesFixture nodes, List<Running> running, Running one, boolean killed)
            throws Exception {
        if (killed) {
            one.stall().die();
        } else {
            one.stall().wake();
        }
        one.node().close();
        running.set(running.indexOf(one), nodes.start(one.name()));
    }

    private static void steal(NodesFixture nodes) throws Exception {
        WriterWatch thief = new WriterWatch(nodes.documents, "thief", Duration.ZERO, System::nanoTime, Facts.RANDOM);
        thief.look();
        thief.take();
    }
}
