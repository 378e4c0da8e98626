package org.unbroken.benchmarks.jmh;

import java.time.Instant;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;

/** A manifest made, written and read: of a clip of 64 MiB, a shift's 8 GiB, and the 64 GiB of a long event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class Manifests {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final RecordingId RECORDING = new RecordingId("0199f2b4-0000-7000-8000-000000000000");

    @Param({"8", "1024", "8192"})
    public int chunks;

    private List<Sha256> digests;
    private Manifest manifest;
    private byte[] bytes;

    @Setup
    public void make() {
        digests = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            digests.add(Sha256.of("chunk " + i));
        }
        manifest = build();
        bytes = manifest.bytes();
    }

    @Benchmark
    public Manifest build() {
        return Manifest.builder(RECORDING, "pd-east", "cam-0042")
                .file("video/mp4", (long) chunks * ChunkChain.CHUNK_BYTES, digests.get(0))
                .chunks(digests)
                .recorded(Optional.of(NOW.minusSeconds(7200)), Optional.of(NOW.minusSeconds(3600)))
                .received(NOW, "dock-1")
                .deviceTime(NOW.plusSeconds(2), NOW)
                .retention(NOW.plusSeconds(86_400 * 731L), "local")
                .software("unbroken benchmark")
                .build();
    }

    @Benchmark
    public byte[] bytes() {
        return manifest.bytes();
    }

    @Benchmark
    public Manifest parse() {
        return Manifest.parse(bytes);
    }
}
