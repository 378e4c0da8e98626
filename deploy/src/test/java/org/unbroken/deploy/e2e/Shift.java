package org.unbroken.deploy.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Several cameras upload at once, each its files in order, until the server has acknowledged each. */
final class Shift implements AutoCloseable {
    private static final long AFTER_FAILURE_MILLIS = 50;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private int given;

    /** An upload of which a client was told that the server has every byte. */
    record Acknowledged(String camera, Path file, int sequence, String recording) {}

    /** A camera's files, to which more may be added while it works. */
    record Queue(UploadingCamera camera, LinkedBlockingQueue<Path> files) {}

    Queue add(UploadingCamera camera) {
        Queue queue = new Queue(camera, new LinkedBlockingQueue<>());
        threads.execute(() -> work(queue));
        return queue;
    }

    synchronized void give(Queue queue, Path file) {
        given++;
        queue.files().add(file);
    }

    private void work(Queue queue) {
        try {
            for (int sequence = 1; ; sequence++) {
                Path file = queue.files().take();
                Optional<String> recording = Optional.empty();
                while (recording.isEmpty()) {
                    recording = attempt(queue.camera(), file, sequence);
                }
                add(new Acknowledged(queue.camera().name(), file, sequence, recording.get()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end
        } catch (Throwable e) {
            failure.compareAndSet(Optional.empty(), Optional.of(e));
        }
    }

    private static Optional<String> attempt(UploadingCamera camera, Path file, int sequence)
            throws InterruptedException {
        try {
            return Optional.of(camera.attempt(file, sequence));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception broken) {
            System.out.println(camera.name() + " " + file.getFileName() + ": " + broken);
            TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE_MILLIS);
            return Optional.empty();
        }
    }

    private synchronized void add(Acknowledged one) {
        acknowledged.add(one);
    }

    synchronized List<Acknowledged> acknowledged() {
        failure.get().ifPresent(e -> {
            throw new AssertionError("a camera gave up: " + e, e);
        });
        return List.copyOf(acknowledged);
    }

    synchronized int given() {
        return given;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
