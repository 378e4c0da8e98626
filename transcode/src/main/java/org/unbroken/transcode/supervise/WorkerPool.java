package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.WorkerLimits;

/**
 * A bounded set of workers that are kept warm. A worker goes back only after a job that ended well: one that has met a
 * damaged file is replaced, so that nothing a hostile file did to it can reach the next recording.
 */
public final class WorkerPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private final String name;
    private final Launcher launcher;
    private final Path folder;
    private final WorkerLimits limits;
    private final boolean lowPriority;
    private final Takeover files;
    private final Semaphore places;
    private final AtomicLong started = new AtomicLong();
    private final Deque<WorkerProcess> idle = new ArrayDeque<>();
    private final Set<WorkerProcess> busy = new HashSet<>();
    private @Nullable Thread watch;
    private boolean closed;

    public WorkerPool(String name, Launcher launcher, Path folder, WorkerLimits limits, int size, boolean lowPriority) {
        this.name = name;
        this.launcher = launcher;
        this.folder = folder;
        this.limits = limits;
        this.lowPriority = lowPriority;
        this.files = new Takeover(folder.resolve(name + ".taken"), limits.outputBytes());
        this.places = new Semaphore(size, true);
    }

    /** Writes a worker's request, given the directory that it may write to and the name under which it finds its file. */
    @FunctionalInterface
    public interface Request {
        JsonObject in(Path home, Optional<Path> original) throws IOException;
    }

    /** Takes an answer and moves away what the worker made, before its directory is wiped. */
    @FunctionalInterface
    public interface Collector<T> {
        T collect(Answer answer, Path home, Takeover files) throws IOException;
    }

    /** Starts one worker ahead of need, and so shows that workers start here at all. */
    public void warm() throws IOException, InterruptedException {
        places.acquire();
        try {
            giveBack(take());
        } finally {
            places.release();
        }
    }

    /**
     * Does one job, waiting for a free place first.
     *
     * @param original the file that the worker may read, if any
     * @param well whether the worker may serve another recording after this answer
     */
    public <T> T run(
            Optional<Path> original,
            Request request,
            Allowance allowance,
            Predicate<Answer> well,
            Collector<T> collector)
            throws IOException, InterruptedException {
        places.acquire();
        try {
            WorkerProcess worker = take();
            boolean keep = false;
            try {
                Optional<Path> given =
                        original.isPresent() ? Optional.of(worker.handIn(original.get())) : Optional.empty();
                Answer answer = worker.run(request.in(worker.home(), given), allowance);
                if (answer instanceof Answer.Died died) {
                    // Our own stopping must not be held against the recording.
                    requireStillOpen();
                    LOG.warn("{} worker lost: {}", name, died.reason());
                }
                keep = well.test(answer) && worker.jobs() < limits.jobsPerWorker();
                return collector.collect(answer, worker.home(), files);
            } finally {
                if (keep && worker.alive() && tidied(worker)) {
                    giveBack(worker);
                } else {
                    discardQuietly(worker);
                }
            }
        } finally {
            places.release();
        }
    }

    /** A worker that cannot be rid of its last recording gets no other. */
    private boolean tidied(WorkerProcess worker) throws InterruptedException {
        try {
            worker.tidy();
            return true;
        } catch (IOException e) {
            LOG.warn("{} worker replaced: {}", name, e.toString());
            return false;
        } catch (InterruptedException e) {
            discardQuietly(worker);
            throw e;
        }
    }

    private void discardQuietly(WorkerProcess worker) {
        try {
            discard(worker);
        } catch (IOException e) {
            LOG.warn("{} worker's folder stays until the next start: {}", name, e.toString());
        }
    }

    private WorkerProcess take() throws IOException, InterruptedException {
        while (true) {
            @Nullable WorkerProcess candidate;
            synchronized (this) {
                requireOpen();
                candidate = idle.pollFirst();
                if (candidate != null && candidate.alive()) {
                    busy.add(candidate);
                    return candidate;
                }
            }
            if (candidate == null) {
                return startOne();
            }
            discardQuietly(candidate);
        }
    }

    private WorkerProcess startOne() throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve(name + "-" + started.incrementAndGet()));
        WorkerProcess worker = WorkerProcess.start(launcher, home, limits, lowPriority);
        synchronized (this) {
            if (!closed) {
                busy.add(worker);
                return worker;
            }
        }
        discard(worker);
        throw new IOException("closed");
    }

    private synchronized void giveBack(WorkerProcess worker) {
        busy.remove(worker);
        if (closed) {
            worker.kill();
        } else {
            idle.addFirst(worker);
            watched();
        }
    }

    /** A worker in hostile hands need not wait for a job to fill the disk. */
    private synchronized void watched() {
        if (watch == null) {
            watch = new Thread(this::watchIdle, name + "-workers-at-rest");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private void watchIdle() {
        try {
            for (List<WorkerProcess> resting = resting(); !resting.isEmpty() || stillOpen(); resting = resting()) {
                for (WorkerProcess worker : resting) {
                    Optional<String> trouble = worker.troubleAtRest();
                    if (trouble.isPresent() && withdrawn(worker)) {
                        LOG.warn("{} worker replaced, without a job: {}", name, trouble.get());
                        discardQuietly(worker);
                    }
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<WorkerProcess> resting() {
        return List.copyOf(idle);
    }

    private synchronized boolean stillOpen() {
        return !closed;
    }

    /** Whoever has been given a job meanwhile is looked at there. */
    private synchronized boolean withdrawn(WorkerProcess worker) {
        return idle.remove(worker);
    }

    private void discard(WorkerProcess worker) throws IOException {
        synchronized (this) {
            busy.remove(worker);
        }
        worker.kill();
        worker.removeCell();
        Scratch.wipe(worker.home());
    }

    private synchronized void requireStillOpen() throws IOException {
        requireOpen();
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
    }

    /** Process ids of workers doing a job now: for tests that kill and stop them. */
    public synchronized List<Long> busyPids() {
        return busy.stream().map(WorkerProcess::pid).toList();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            busy.forEach(WorkerProcess::kill);
            idle.forEach(WorkerProcess::kill);
            idle.clear();
            if (watch != null) {
                watch.interrupt();
            }
        }
    }
}
