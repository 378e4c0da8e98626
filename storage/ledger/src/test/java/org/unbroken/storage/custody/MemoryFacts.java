package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A queue of facts in numbered places, as the topic is, which each of several processes reads for itself. */
final class MemoryFacts {
    private final List<List<FactSource.Item>> partitions = new ArrayList<>();

    MemoryFacts(int partitions) {
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new ArrayList<>());
        }
    }

    /** One camera's facts go to one partition. */
    void add(CustodyFact fact, String camera) {
        add(Math.floorMod(camera.hashCode(), partitions.size()), new FactSource.Item.Fact(fact.salted(Facts.RANDOM)));
    }

    synchronized void add(int partition, FactSource.Item item) {
        partitions.get(partition).add(item);
        notifyAll();
    }

    FactSources seenBy(Stall stall) {
        return () -> Optional.of(new Reader(stall));
    }

    private synchronized List<FactSource.Placed> read(Map<Integer, Long> next, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        try {
            for (long left = wait.toNanos(); lag(next) == 0 && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return take(next);
    }

    private List<FactSource.Placed> take(Map<Integer, Long> next) {
        List<FactSource.Placed> placed = new ArrayList<>();
        for (int partition = 0; partition < partitions.size(); partition++) {
            List<FactSource.Item> items = partitions.get(partition);
            long offset = next.getOrDefault(partition, 0L);
            for (int taken = 0; offset < items.size() && taken < 3; taken++) {
                placed.add(new FactSource.Placed(partition, offset, items.get((int) offset)));
                offset++;
            }
            next.put(partition, offset);
        }
        return placed;
    }

    boolean isPassed(Map<Integer, Long> positions) {
        return lag(positions) == 0;
    }

    private synchronized long lag(Map<Integer, Long> next) {
        long lag = 0;
        for (int partition = 0; partition < partitions.size(); partition++) {
            lag += partitions.get(partition).size() - next.getOrDefault(partition, 0L);
        }
        return lag;
    }

    private final class Reader implements FactSource {
        private final Stall stall;
        private final Map<Integer, Long> next = new HashMap<>();

        Reader(Stall stall) {
            this.stall = stall;
        }

        @Override
        public void seek(Map<Integer, Long> from) {
            next.clear();
            next.putAll(from);
        }

        @Override
        public List<Placed> poll(Duration wait) throws IOException {
            stall.pass();
            List<Placed> placed = read(next, Duration.ofMillis(5));
            stall.pass();
            return placed;
        }

        @Override
        public long lag() {
            return MemoryFacts.this.lag(next);
        }

        @Override
        public void close() {}
    }
}
