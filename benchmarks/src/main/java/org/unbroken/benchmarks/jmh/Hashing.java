package org.unbroken.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;

/**
 * What sealing makes of each byte, chunk digests and the plain digest, against the JDK's SHA-256 alone. One operation
 * is 32 MiB, fed in pieces of {@code piece} bytes from a direct buffer, as a file read gives them.
 *
 * <p>Two hashes are made, so the target of 0.9 per hash is: {@code chunksChainAndPlain} ≥ 0.45 × {@code plain} in
 * operations a second, and {@code chunksAndChain} ≥ 0.9 × {@code plain}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@SuppressWarnings("NullAway.Init")
public class Hashing {
    private static final int BYTES = 32 << 20;
    private static final String RECORDING = "0199f2b4-0000-7000-8000-000000000000";

    @Param({"65536", "1048576"})
    public int piece;

    private ByteBuffer bytes;

    @Setup
    public void fill() {
        byte[] random = new byte[BYTES];
        new Random(1).nextBytes(random);
        bytes = ByteBuffer.allocateDirect(BYTES).put(random).flip();
    }

    @Benchmark
    public byte[] plain() {
        MessageDigest digest = Sha256.newDigest();
        for (int at = 0; at < BYTES; at += piece) {
            digest.update(bytes.slice(at, piece));
        }
        return digest.digest();
    }

    /** What the gateway does. */
    @Benchmark
    public Sha256 chunksAndChain() {
        List<Sha256> chunks = new ArrayList<>();
        ChunkDigester digester = new ChunkDigester(ChunkChain.CHUNK_BYTES, chunks::add);
        for (int at = 0; at < BYTES; at += piece) {
            digester.update(bytes.slice(at, piece));
        }
        digester.finish();
        return ChunkChain.of(RECORDING, chunks);
    }

    /** What sealing does: both from one reading. */
    @Benchmark
    public Sha256 chunksChainAndPlain() {
        List<Sha256> chunks = new ArrayList<>();
        ChunkDigester digester = new ChunkDigester(ChunkChain.CHUNK_BYTES, chunks::add);
        MessageDigest plain = Sha256.newDigest();
        for (int at = 0; at < BYTES; at += piece) {
            digester.update(bytes.slice(at, piece));
            plain.update(bytes.slice(at, piece));
        }
        digester.finish();
        return ChunkChain.next(ChunkChain.of(RECORDING, chunks), Sha256.finish(plain));
    }
}
