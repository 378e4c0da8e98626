package org.unbroken.benchmarks.jmh;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.unbroken.storage.custody.Sequenced;

/**
 * Entries through the real custody log on the real disk, its flusher at work beside it: microseconds an entry, with
 * {@code atOnce} of them under way at the same time. With one at a time it is the disk's fsync that is measured.
 *
 * <p>Single shots of so many entries, not a span of time: what is appended has to be flushed before the folder closes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class LogAppend {
    private static final int ENTRIES = 1024;

    @Param({"1", "64", "1024"})
    public int atOnce;

    private CustodyFolder folder;
    private MadeUp madeUp;

    @Setup
    public void open() throws IOException {
        folder = CustodyFolder.open();
        madeUp = new MadeUp();
    }

    @TearDown
    public void close() throws IOException {
        folder.close();
    }

    /** Sequenced, and entry, detail and camera chain on the disk. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long durable() {
        Queue<CompletableFuture<Sequenced>> underWay = new ArrayDeque<>(atOnce);
        long last = 0;
        for (int i = 0; i < ENTRIES; i++) {
            if (underWay.size() == atOnce) {
                last = underWay.remove().join().index();
            }
            underWay.add(folder.store().log().append(madeUp.received()));
        }
        while (!underWay.isEmpty()) {
            last = underWay.remove().join().index();
        }
        return last;
    }

    /** The same, and each entry with its detail in the WORM store, under a published checkpoint, in the ledger. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public void published() {
        folder.store().log().published(durable()).join();
    }
}
