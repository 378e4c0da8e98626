package org.unbroken.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.unbroken.transcode.supervise.Allowance;
import org.unbroken.transcode.supervise.Answer;
import org.unbroken.transcode.supervise.Launcher;
import org.unbroken.transcode.supervise.WorkerPool;

/** Workers that really crash, hang and flood; after each, the next job works. */
@Tag("slow")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerFailureTest extends RunningWorkers {
    private static final Allowance LONG = new Allowance(Duration.ofMinutes(2), Duration.ZERO, 0, Duration.ofMinutes(2));
    private static final Allowance IMPATIENT =
            new Allowance(Duration.ofMinutes(2), Duration.ZERO, 0, Duration.ofMillis(700));
    private static final Allowance SHORT =
            new Allowance(Duration.ofSeconds(1), Duration.ZERO, 0, Duration.ofMinutes(2));

    private final ExecutorService background = Executors.newCachedThreadPool();

    @Override
    WorkerSettings settings(Path scratch) {
        WorkerLimits limits = new WorkerLimits(
                384L << 20, 4L << 20, Duration.ofSeconds(40), Duration.ofSeconds(60), 1 << 20, 12, 200);
        return super.settings(scratch).withLimits(limits).withWorkers(2, 1);
    }

    @AfterEach
    void theNextJobWorks() throws Exception {
        assertThat(workers.drill("nothing", LONG)).isInstanceOf(Answer.Done.class);
        assertThat(workers.inspect(footage("next.mp4", small(1))).description()).isEqualTo(DescriptionState.DONE);
        assertThat(workers.busyInspectionPids()).isEmpty();
    }

    @Test
    void aCrashNamesItsSignal() throws Exception {
        assertThat(reason(workers.drill("crash", LONG))).isEqualTo("decoder crashed (signal 11)");
    }

    @Test
    void aHangIsEndedAndSaysHowLongWasWaited() throws Exception {
        assertThat(reason(workers.drill("hang", IMPATIENT))).isEqualTo("no answer within 700 ms");
    }

    @Test
    void workThatNeverEndsIsEndedThoughItReportsProgress() throws Exception {
        assertThat(reason(workers.drill("busy", SHORT))).startsWith("took longer than the 1 s");
    }

    @Test
    void aWorkerKilledInTheMiddleFailsThatJobOnly() throws Exception {
        Future<Answer> victim = background.submit(() -> workers.drill("hang", LONG));
        long pid = awaitBusy();
        signal("-KILL", pid);
        assertThat(reason(victim.get())).contains("signal 9");
    }

    @Test
    void aStoppedWorkerIsNoticedAndReplaced() throws Exception {
        Allowance patient = new Allowance(Duration.ofMinutes(2), Duration.ZERO, 0, Duration.ofSeconds(3));
        Future<Answer> victim = background.submit(() -> workers.drill("busy", patient));
        long pid = awaitBusy();
        signal("-STOP", pid);
        assertThat(reason(victim.get())).isEqualTo("no answer within 3 s");
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
    }

    @Test
    void aWorkerThatFillsTheDiskWithoutAJobIsReplaced() throws Exception {
        Answer answer = workers.drill("flood-later", LONG);
        Path home = Path.of(((Answer.Done) answer).result().string("home"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Files.exists(home)) {
            assertThat(System.nanoTime()).as("still there: " + home).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aWorkerThatDoesNotStartLeavesNothing() throws Exception {
        Path jobs = Files.createDirectories(folder.resolve("broken"));
        Path natives = Path.of("target", "natives");
        WorkerSettings broken =
                new WorkerSettings(folder.resolve("no-java"), jobs, natives, 1, 1, WorkerLimits.DEFAULT, false);
        try (WorkerPool pool = new WorkerPool("p", Launcher.probe(broken), jobs, WorkerLimits.DEFAULT, 1, false)) {
            assertThatThrownBy(pool::warm).isInstanceOf(IOException.class);
        }
        assertThat(jobs).isEmptyDirectory();
    }

    @Test
    void anAnswerThatDoesNotEndIsCutOff() throws Exception {
        assertThat(reason(workers.drill("flood-output", LONG))).startsWith("output limit");
    }

    @Test
    void aFileThatDoesNotEndIsCutOff() throws Exception {
        assertThat(reason(workers.drill("flood-disk", LONG))).matches(".*(output limit|File too large).*");
    }

    @Test
    void filesWithoutNumberAreCutOff() throws Exception {
        assertThat(reason(workers.drill("flood-files", LONG))).startsWith("output limit");
    }

    /** What is deleted while it is open takes room on the disk, and no listing shows it. */
    @Test
    void filesWithoutANameAreCutOff() throws Exception {
        assertThat(reason(workers.drill("flood-deleted", LONG))).startsWith("output limit");
    }

    /** It would have limits of its own. */
    @Test
    void aWorkerThatStartsAnotherProgramIsEndedWithIt() throws Exception {
        assertThat(reason(workers.drill("start-another", LONG))).isEqualTo("the worker started another program");
    }

    @Test
    void memoryIsLimited() throws Exception {
        assertThat(reason(workers.drill("flood-memory", LONG))).contains("memory");
    }

    @Test
    void anInterruptedCallerLeavesNoWorkerBehind() throws Exception {
        Future<Answer> victim = background.submit(() -> workers.drill("busy", LONG));
        long pid = awaitBusy();
        victim.cancel(true);
        await(() -> ProcessHandle.of(pid).map(process -> !process.isAlive()).orElse(true));
    }

    @Test
    void othersGoOnWhileOneHangs() throws Exception {
        Future<Answer> victim = background.submit(() -> workers.drill("hang", LONG));
        long pid = awaitBusy();
        Inspection other = workers.inspect(footage("other.mp4", small(1)));
        assertThat(other.description()).isEqualTo(DescriptionState.DONE);
        signal("-KILL", pid);
        victim.get();
    }

    @Test
    void nothingOfAJobStaysInTheWorkDirectory() throws Exception {
        workers.drill("flood-disk", LONG);
        try (var files = Files.walk(folder.resolve("jobs"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private long awaitBusy() throws Exception {
        await(() -> !workers.busyInspectionPids().isEmpty());
        return workers.busyInspectionPids().get(0);
    }

    private static void await(java.util.function.BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting in vain").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder(List.of("kill", name, Long.toString(pid)))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static String reason(Answer answer) {
        if (answer instanceof Answer.Died died) {
            return died.reason();
        }
        if (answer instanceof Answer.Refused refused) {
            return refused.reason();
        }
        throw new AssertionError("the job went well");
    }
}
