package org.unbroken.benchmarks.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A recording's two entries, received and sealed, applied to the ledger, {@code together} recordings in each of two
 * synced writes. One operation is {@code together} recordings.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class LedgerWrites {
    @Param({"1", "256"})
    public int together;

    private LedgerFolder folder;

    @Setup
    public void open() throws IOException {
        folder = LedgerFolder.open();
    }

    @TearDown
    public void close() throws IOException {
        folder.close();
    }

    @Benchmark
    public void receivedAndSealed() throws IOException {
        folder.seal(folder.receive(together));
    }
}
