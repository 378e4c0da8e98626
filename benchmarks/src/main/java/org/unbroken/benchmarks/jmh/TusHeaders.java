package org.unbroken.benchmarks.jmh;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.tus.UploadChecksum;
import org.unbroken.ingest.gateway.tus.UploadMetadata;

/** The two tus headers that have a syntax of their own, as a dock sends them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TusHeaders {
    private final String metadata = UploadMetadata.encode(Map.of(
            "filename", "20261121_200000_cam-0042_0007.mp4",
            "filetype", "video/mp4",
            "camera", "cam-0042",
            "recorded_start", "2026-11-21T18:00:00Z",
            "recorded_end", "2026-11-21T18:30:00Z",
            "sequence", "7",
            "device_time", "2026-11-21T20:00:02Z",
            "sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "officer", "4711",
            "case", "2026-11-000123"));

    private final String checksum = "sha256 n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";

    @Benchmark
    public UploadMetadata uploadMetadata() throws RefusedException {
        return UploadMetadata.parse(metadata);
    }

    @Benchmark
    public UploadChecksum uploadChecksum() throws RefusedException {
        return UploadChecksum.parse(checksum);
    }
}
