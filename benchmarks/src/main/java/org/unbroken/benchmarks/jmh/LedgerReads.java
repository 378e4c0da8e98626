package org.unbroken.benchmarks.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;

/** Questions to a ledger of 20,480 recordings of 64 cameras, a tenth of them not sealed. A page has 50. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class LedgerReads {
    private static final int WRITES = 80;
    private static final int TOGETHER = 256;
    private static final int PAGE = 50;

    private LedgerFolder folder;
    private final List<RecordingId> ids = new ArrayList<>();
    private int next;

    @Setup
    public void fill() throws IOException {
        folder = LedgerFolder.open();
        for (int i = 0; i < WRITES; i++) {
            List<CustodyFact> received = folder.receive(TOGETHER);
            received.forEach(each -> ids.add(each.recording()));
            folder.seal(received.subList(TOGETHER / 10, TOGETHER));
        }
        // An empty page would be quick, and measure nothing.
        require(page(Optional.of("cam-7"), Optional.empty()).recordings().size() == PAGE);
        require(page(Optional.empty(), Optional.of(RecordingState.LANDED))
                        .recordings()
                        .size()
                == PAGE);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("the ledger does not hold what was written");
        }
    }

    @TearDown
    public void close() throws IOException {
        folder.close();
    }

    @Benchmark
    public Recording find() throws IOException {
        next = (next + 7919) % ids.size();
        return folder.ledger().find(ids.get(next)).orElseThrow();
    }

    @Benchmark
    public Ledger.Page searchByCamera() throws IOException {
        next = (next + 1) % MadeUp.CAMERAS;
        return page(Optional.of(MadeUp.camera(next)), Optional.empty());
    }

    @Benchmark
    public Ledger.Page searchByState() throws IOException {
        return page(Optional.empty(), Optional.of(RecordingState.LANDED));
    }

    private Ledger.Page page(Optional<String> camera, Optional<RecordingState> state) throws IOException {
        return folder.ledger()
                .search(new RecordingQuery(
                        Optional.of("pd-east"),
                        camera,
                        Optional.empty(),
                        Optional.empty(),
                        state,
                        Optional.empty(),
                        Optional.empty(),
                        PAGE));
    }
}
