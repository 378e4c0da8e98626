package org.unbroken.deploy.simulate.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.unbroken.deploy.dock.Replies;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.log.TlogProof;

/** Asks for the receipt of each acknowledged upload, as often as the server says, until all are there. */
final class Receipts implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final HttpClient http;
    private final SimulatedDock dock;
    private final Tally tally;
    private final LongSupplier nanos;
    private final ExecutorService threads;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean overdue = new AtomicBoolean();

    Receipts(HttpClient http, SimulatedDock dock, Tally tally, LongSupplier nanos, int threads) {
        this.http = http;
        this.dock = dock;
        this.tally = tally;
        this.nanos = nanos;
        this.threads = Executors.newFixedThreadPool(threads);
    }

    void follow(URI upload) {
        waiting.incrementAndGet();
        ask(upload, nanos.getAsLong(), Duration.ofMillis(200));
    }

    long waiting() {
        return waiting.get();
    }

    /** From now on the next answer is the last word on each. */
    void lastCall() {
        overdue.set(true);
    }

    private void ask(URI upload, long since, Duration in) {
        CompletableFuture.delayedExecutor(in.toMillis(), TimeUnit.MILLISECONDS, threads)
                .execute(() -> look(upload, since));
    }

    private void look(URI upload, long since) {
        String answer;
        Duration in = BETWEEN;
        try {
            HttpResponse<byte[]> response = http.send(
                    dock.request(URI.create(upload + "/receipt")).GET().build(), BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                settled(upload, since, response.body());
                return;
            }
            answer = Replies.problem(response);
            in = Replies.retryAfter(response.headers()).orElse(BETWEEN);
        } catch (IOException e) {
            answer = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = "interrupted";
        }
        if (overdue.get()) {
            unsealed(upload, "acknowledged, and no receipt: " + answer);
        } else {
            ask(upload, since, in);
        }
    }

    private void settled(URI upload, long since, byte[] receipt) {
        try {
            TlogProof proof = TlogProof.parse(receipt);
            Entry entry = Entry.parse(proof.extra());
            if (entry.is(CustodyEvent.SEALED)
                    && upload.getPath().endsWith("/" + entry.recording())
                    && proof.provesExtra()) {
                tally.receipt.add(nanos.getAsLong() - since);
                tally.sealed.increment();
                waiting.decrementAndGet();
            } else {
                unsealed(upload, "its receipt is of an entry \"" + entry.event() + "\" of " + entry.recording());
            }
        } catch (IllegalArgumentException e) {
            unsealed(upload, "its receipt cannot be read: " + e.getMessage());
        }
    }

    private void unsealed(URI upload, String why) {
        tally.unsealed.increment();
        tally.trouble(upload.getPath() + ": " + why);
        waiting.decrementAndGet();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
