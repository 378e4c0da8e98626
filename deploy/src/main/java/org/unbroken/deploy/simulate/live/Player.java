package org.unbroken.deploy.simulate.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.terminal.Progress;

/** Sends cameras in as the curve says, and follows what they brought until all of it is sealed. Ends by itself. */
public final class Player {
    private static final int RECEIPT_THREADS = 16;
    private static final Duration LOOK = Duration.ofMillis(200);
    /** Between the last call and the answers to it. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(75);

    private final HttpClient http;
    private final URI server;
    private final Optional<String> token;
    private final Progress progress;
    private final Pause pause;
    private final LongSupplier nanos;

    public Player(
            HttpClient http, URI server, Optional<String> token, Progress progress, Pause pause, LongSupplier nanos) {
        this.http = http;
        this.server = server;
        this.token = token;
        this.progress = progress;
        this.pause = pause;
        this.nanos = nanos;
    }

    public Played play(Run run) throws InterruptedException {
        Tally tally = new Tally();
        SimulatedDock dock = new SimulatedDock(http, server, token, tally, pause, nanos);
        ExecutorService places = Executors.newFixedThreadPool(run.concurrent());
        long began = nanos.getAsLong();
        try (Receipts receipts = new Receipts(http, dock, tally, nanos, Math.min(RECEIPT_THREADS, run.concurrent()))) {
            for (int camera = 0; camera < run.cameras(); camera++) {
                long due = (long) (run.curve().arrival(camera, run.cameras())
                        * run.duration().toNanos());
                while (nanos.getAsLong() - began < due) {
                    long left = due - (nanos.getAsLong() - began);
                    pause.of(Duration.ofNanos(Math.max(1_000_000, Math.min(left, LOOK.toNanos()))));
                    show(run, tally, receipts);
                }
                int number = camera;
                places.execute(() -> comesIn(run, number, dock, receipts));
            }
            places.shutdown();
            while (!places.awaitTermination(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                show(run, tally, receipts);
            }
            settle(run, tally, receipts, run.settle());
            receipts.lastCall();
            settle(run, tally, receipts, LAST_ANSWERS);
        } finally {
            places.shutdownNow();
        }
        return Played.of(run, tally, (nanos.getAsLong() - began) / 1e9);
    }

    private void comesIn(Run run, int camera, SimulatedDock dock, Receipts receipts) {
        try {
            for (int number = 1; number <= run.filesPerCamera(); number++) {
                dock.upload(Clip.of(run, camera, number), run.patience()).ifPresent(receipts::follow);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(Run run, Tally tally, Receipts receipts, Duration within) throws InterruptedException {
        long since = nanos.getAsLong();
        while (receipts.waiting() > 0 && nanos.getAsLong() - since < within.toNanos()) {
            pause.of(LOOK);
            show(run, tally, receipts);
        }
    }

    private void show(Run run, Tally tally, Receipts receipts) {
        progress.at(tally.acknowledged.sum() + " of " + run.files() + " acknowledged, " + tally.sealed.sum()
                + " sealed, " + receipts.waiting() + " waiting for a receipt, " + tally.turnedAway.sum()
                + " times told to wait");
    }
}
