package org.unbroken.benchmarks.jmh;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@link Hashing} in turns and by the thread's own CPU time: a ratio that holds on a machine that others use too.
 * Prints for each piece size the JDK's plain rate and, per hash made, what share of it the others reach.
 */
public final class HashingRatio {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 30;
    private static final double MIB = 32;

    private HashingRatio() {}

    public static void main(String[] arguments) {
        for (int piece : new int[] {64 << 10, 1 << 20}) {
            Hashing hashing = new Hashing();
            hashing.piece = piece;
            hashing.fill();
            List<Double> rate = new ArrayList<>();
            List<Double> chain = new ArrayList<>();
            List<Double> both = new ArrayList<>();
            for (int i = 0; i < WARM_UP + ROUNDS; i++) {
                double plain = cpuSeconds(hashing::plain);
                double chained = cpuSeconds(hashing::chunksAndChain);
                double twice = cpuSeconds(hashing::chunksChainAndPlain);
                if (i >= WARM_UP) {
                    rate.add(MIB / plain);
                    chain.add(plain / chained);
                    both.add(2 * plain / twice);
                }
            }
            System.out.println(String.format(
                    Locale.ROOT,
                    "pieces of %d KiB: plain %.0f MiB a CPU second; per hash made, of that: chunks and chain %.3f,"
                            + " chunks, chain and plain %.3f (medians of %d)",
                    piece >> 10,
                    median(rate),
                    median(chain),
                    median(both),
                    ROUNDS));
        }
    }

    private static double cpuSeconds(Supplier<Object> work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Object made = work.get();
        long after = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        if (made.hashCode() == 0) {
            // Never: but whoever compiles this cannot know, and has to make the digests.
            System.out.println();
        }
        return (after - before) / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
