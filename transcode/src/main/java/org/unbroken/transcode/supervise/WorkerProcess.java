package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.WorkerLimits;
import org.unbroken.transcode.worker.Frames;

/** One running worker. Used by one thread at a time; after a {@link Answer.Died} it is of no more use. */
final class WorkerProcess {
    private static final long POLL_MILLIS = 100;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS);
    /** To find other processes of a worker, all processes of the machine are listed. */
    private static final int LOOKS_PER_LISTING = 10;
    /** A worker that says more than is listened to waits: its words must not fill this process's memory. */
    private static final int MOST_UNHEARD = 64;
    /** Files may be written anew, as an index that goes to the front; what a worker writes and deletes is bounded too. */
    private static final int MOST_WRITTEN = 4;
    /** Where there is no cell, FFmpeg's libraries are unpacked when they are first needed. */
    private static final long LIBRARIES_BYTES = 96L << 20;

    private static final int ANSWER_BYTES = 16 << 20;
    private static final int STRAY_BYTES = 1 << 20;
    private static final Duration START_ALLOWANCE = Duration.ofMinutes(2);

    /** What the reading thread saw: a message, or the end with its reason. */
    private record Event(@Nullable JsonObject message, @Nullable String end) {}

    private final Process process;
    private final Path home;
    private final Optional<Cell> cell;
    private final WorkerLimits limits;
    private final StderrTail stderr = new StderrTail();
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>(MOST_UNHEARD);
    private Optional<Porter> porter = Optional.empty();
    private int jobs;
    private volatile long pid;
    private volatile long writtenAtRest;

    private WorkerProcess(Process process, Path home, Optional<Cell> cell, WorkerLimits limits) {
        this.process = process;
        this.home = home;
        this.cell = cell;
        this.limits = limits;
    }

    /** Starts a worker and waits until it is ready; of one that does not start nothing is left. */
    static WorkerProcess start(Launcher launcher, Path home, WorkerLimits limits, boolean lowPriority)
            throws IOException, InterruptedException {
        Optional<Cell> cell = Optional.empty();
        try {
            cell = launcher.cell(home);
            WorkerProcess worker = new WorkerProcess(launcher.launch(home, cell, lowPriority), home, cell, limits);
            worker.awaitReady();
            worker.callPorter();
            return worker;
        } catch (IOException | InterruptedException e) {
            // Nobody else knows of its folders.
            try {
                if (cell.isPresent()) {
                    cell.get().remove();
                }
                Scratch.wipe(home);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        daemon("worker-answers", this::readAnswers);
        daemon("worker-stderr", () -> stderr.drain(process.getErrorStream(), Long.MAX_VALUE));
        Answer ready = await(new Allowance(START_ALLOWANCE, Duration.ZERO, 0, START_ALLOWANCE), "ready");
        pid = lastPid();
        writtenAtRest = Footprint.writtenBytes(pid);
        if (ready instanceof Answer.Died died) {
            throw new IOException("a worker did not start: " + died.reason() + "; it said: " + stderr.text());
        }
    }

    /** Comes when the cell is built. */
    private void callPorter() throws IOException, InterruptedException {
        if (cell.isPresent()) {
            try {
                porter = Optional.of(Porter.start(process.pid(), cell.get()));
            } catch (IOException | InterruptedException e) {
                kill();
                throw e;
            }
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets the worker read a file, and answers under which name it finds it. */
    Path handIn(Path original) throws IOException, InterruptedException {
        if (porter.isPresent()) {
            porter.get().bring(original);
            return Cell.ORIGINAL;
        }
        // A link with a name that tells nothing: a decoder's guess must rest on the bytes, and a name may be hostile.
        return Files.createSymbolicLink(home.resolve("original"), original.toAbsolutePath());
    }

    /** Takes the file away again, and all that the job left. */
    void tidy() throws IOException, InterruptedException {
        if (porter.isPresent()) {
            porter.get().takeBack();
        }
        Scratch.empty(home);
        writtenAtRest = Footprint.writtenBytes(pid());
    }

    /** Why a worker that has no job must go: it has what it must not have, or has ended, and its cell is kept for nothing. */
    Optional<String> troubleAtRest() {
        return alive() ? excess(writtenAtRest, true) : Optional.of("it has ended");
    }

    /** Does one job. Interruption kills the worker. */
    Answer run(JsonObject request, Allowance allowance) throws InterruptedException {
        jobs++;
        try {
            Frames.write(process.getOutputStream(), request);
        } catch (IOException e) {
            return died("");
        }
        return await(allowance, "result");
    }

    private Answer await(Allowance allowance, String wanted) throws InterruptedException {
        long started = System.nanoTime();
        long heard = started;
        long looked = started;
        int looks = 0;
        long writtenBefore = Footprint.writtenBytes(pid());
        long mediaMicros = 0;
        try {
            while (true) {
                @Nullable Event event = events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                long now = System.nanoTime();
                if (event != null && event.end() != null) {
                    return died(event.end());
                }
                if (event != null && event.message() != null) {
                    heard = now;
                    Optional<Answer> answer = answer(event.message(), wanted);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                    mediaMicros = event.message().findInteger("at_us").orElse(mediaMicros);
                }
                if (now - heard > allowance.silence().toNanos()) {
                    return stop("no answer within " + words(allowance.silence()));
                }
                Duration allowed = allowance.at(mediaMicros);
                if (now - started > allowed.toNanos()) {
                    return stop("took longer than the " + words(allowed) + " that work of this size may take");
                }
                if (now - looked >= LOOK_NANOS) {
                    looked = now;
                    Optional<String> excess = excess(writtenBefore, looks++ % LOOKS_PER_LISTING == 0);
                    if (excess.isPresent()) {
                        return stop(excess.get());
                    }
                }
            }
        } catch (InterruptedException e) {
            kill();
            throw e;
        } catch (JsonException e) {
            return stop("the worker's answer made no sense");
        }
    }

    /** What a worker has that it must not have. */
    private Optional<String> excess(long writtenBefore, boolean listing) {
        if (Footprint.residentBytes(pid()) > limits.memoryBytes()) {
            return Optional.of("memory limit (" + (limits.memoryBytes() >> 20) + " MiB)");
        }
        if (Footprint.exceeds(home, limits.outputBytes())
                || Footprint.writtenBytes(pid()) - writtenBefore
                        > MOST_WRITTEN * limits.outputBytes() + LIBRARIES_BYTES) {
            return Optional.of(
                    "output limit (" + (limits.outputBytes() >> 20) + " MiB, " + Footprint.MOST_FILES + " files)");
        }
        // Each would have limits of its own.
        if (listing
                && pid > 0
                && ProcessHandle.of(pid).stream()
                        .anyMatch(worker -> worker.children().findAny().isPresent())) {
            return Optional.of("the worker started another program");
        }
        return Optional.empty();
    }

    private static String words(Duration span) {
        return span.toMillis() % 1000 == 0 ? span.toSeconds() + " s" : span.toMillis() + " ms";
    }

    private static Optional<Answer> answer(JsonObject message, String wanted) {
        Optional<String> refused = message.findString("refused");
        if (refused.isPresent()) {
            return Optional.of(new Answer.Refused(refused.get()));
        }
        if (wanted.equals("ready")) {
            return message.findString("ready").map(version -> new Answer.Done(message));
        }
        return message.findObject(wanted).map(Answer.Done::new);
    }

    private Answer stop(String reason) {
        kill();
        return new Answer.Died(reason);
    }

    private Answer died(String reason) throws InterruptedException {
        if (!reason.isEmpty()) {
            return stop(reason);
        }
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            return stop("worker closed its output and stayed");
        }
        return new Answer.Died(CauseOfDeath.of(process.exitValue(), stderr.text()));
    }

    private void readAnswers() {
        try {
            InputStream in = new CountedInput(process.getInputStream());
            Optional<JsonObject> message = Frames.read(in);
            while (message.isPresent()) {
                heard(new Event(message.get(), null));
                message = Frames.read(in);
            }
            heard(new Event(null, ""));
        } catch (CountedInput.TooMuch e) {
            heard(new Event(null, "output limit: the worker's answer does not end"));
        } catch (Frames.MalformedFrame | JsonException e) {
            // A crashing JVM prints its report to standard output, whatever it is told: that is no answer but a cause.
            boolean ended = stderr.drain(process.getInputStream(), STRAY_BYTES);
            heard(new Event(null, ended ? "" : "the worker's answer made no sense: " + e.getMessage()));
        } catch (IOException e) {
            heard(new Event(null, ""));
        }
    }

    /** Waits for somebody to listen, as long as the worker lives. */
    private void heard(Event event) {
        try {
            while (!events.offer(event, 1, TimeUnit.SECONDS)) {
                if (!process.isAlive()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int jobs() {
        return jobs;
    }

    /** Whether it can be given a job. */
    boolean alive() {
        return process.isAlive() && porter.map(Porter::alive).orElse(true);
    }

    /** Of the worker itself: in a cell it is the last of a chain of processes, each the only child of the one before. */
    long pid() {
        return pid > 0 ? pid : lastPid();
    }

    private long lastPid() {
        ProcessHandle last = process.toHandle();
        Optional<ProcessHandle> next = last.children().findFirst();
        while (cell.isPresent() && next.isPresent()) {
            last = next.get();
            next = last.children().findFirst();
        }
        return last.pid();
    }

    Path home() {
        return home;
    }

    void kill() {
        List<ProcessHandle> below = process.descendants().toList();
        below.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        porter.ifPresent(Porter::end);
        try {
            // SIGKILL also ends a stopped process; only one in an uninterruptible read keeps us waiting.
            boolean gone = process.waitFor(5, TimeUnit.SECONDS);
            awaitEnd(below);
            if (!gone) {
                process.getInputStream().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Nothing is read from it any more.
        }
    }

    private static void awaitEnd(List<ProcessHandle> processes) throws InterruptedException {
        for (ProcessHandle process : processes) {
            try {
                process.onExit().get(5, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // In an uninterruptible read: it ends with it.
            }
        }
    }

    void removeCell() throws IOException {
        if (cell.isPresent()) {
            cell.get().remove();
        }
    }

    /** Limits what a worker may say in its lifetime; messages are few and small. */
    private static final class CountedInput extends java.io.FilterInputStream {
        private long left = (long) ANSWER_BYTES * 64;
        private long burst = ANSWER_BYTES;
        private long burstStarted = System.nanoTime();

        CountedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(read);
            return read;
        }

        private void count(int bytes) throws TooMuch {
            long now = System.nanoTime();
            if (now - burstStarted > TimeUnit.SECONDS.toNanos(10)) {
                burstStarted = now;
                burst = ANSWER_BYTES;
            }
            left -= bytes;
            burst -= bytes;
            if (left < 0 || burst < 0) {
                throw new TooMuch();
            }
        }

        static final class TooMuch extends IOException {}
    }
}
