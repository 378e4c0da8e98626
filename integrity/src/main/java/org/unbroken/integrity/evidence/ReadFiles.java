package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.FileDigests;

/**
 * Every byte of a bundle, read once: several files at a time, and an original by threads of its own for its chunks and
 * its whole. What could not be read has no digest and a trouble.
 */
final class ReadFiles {
    private static final int BUFFER_BYTES = 256 << 10;

    private final BundleFiles files;
    private final LongConsumer progressBytes;
    private final AtomicLong done = new AtomicLong();
    private final SortedMap<String, Sha256> digests = new ConcurrentSkipListMap<>();
    private final SortedMap<String, FileDigests> originals = new ConcurrentSkipListMap<>();
    private final SortedMap<String, String> troubles = new ConcurrentSkipListMap<>();

    private ReadFiles(BundleFiles files, LongConsumer progressBytes) {
        this.files = files;
        this.progressBytes = progressBytes;
    }

    /** @param expected the originals whose manifest can be read, by path */
    static ReadFiles run(BundleFiles files, Map<String, Manifest> expected, int cores, LongConsumer progressBytes)
            throws InterruptedException {
        ReadFiles reads = new ReadFiles(files, progressBytes);
        // An original keeps two cores busy.
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, cores / 2), task -> {
            Thread thread = new Thread(task, "bundle-reader");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> all = new ArrayList<>();
            expected.forEach((path, manifest) -> all.add(pool.submit(() -> reads.original(path, manifest))));
            for (String path : files.sizes().keySet()) {
                if (!expected.containsKey(path)) {
                    all.add(pool.submit(() -> reads.plain(path)));
                }
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return reads;
    }

    private void original(String path, Manifest manifest) {
        AtomicLong last = new AtomicLong();
        try (ReadableByteChannel file = files.reader().open(path)) {
            FileDigests read = FileDigests.read(
                    file,
                    manifest.size(),
                    bytes -> progressBytes.accept(done.addAndGet(bytes - last.getAndSet(bytes))));
            originals.put(path, read);
            // What goes on beyond the bytes that were sealed was not read to its end: it has no digest here.
            if (read.surplus() == 0 && read.sha256().isPresent()) {
                digests.put(path, read.sha256().get());
            } else {
                troubles.put(path, read.surplus() > 0 ? "goes on after its sealed end" : read.trouble());
            }
        } catch (IOException e) {
            troubles.put(path, "could not be read: " + e.getMessage());
        }
    }

    private void plain(String path) {
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long bytes = 0;
        try (ReadableByteChannel file = files.reader().open(path)) {
            while (file.read(buffer) >= 0) {
                bytes += buffer.flip().remaining();
                if (bytes > files.sizes().getOrDefault(path, 0L)) {
                    troubles.put(path, "has more bytes than it announces");
                    return;
                }
                digest.update(buffer);
                buffer.clear();
            }
            progressBytes.accept(done.addAndGet(bytes));
            digests.put(path, Sha256.finish(digest));
        } catch (IOException e) {
            troubles.put(path, "could not be read: " + e.getMessage());
        }
    }

    Optional<Sha256> digest(String path) {
        return Optional.ofNullable(digests.get(path));
    }

    Optional<FileDigests> original(String path) {
        return Optional.ofNullable(originals.get(path));
    }

    String trouble(String path) {
        return troubles.getOrDefault(path, "could not be read");
    }

    /** All that were read, by path. */
    SortedMap<String, Sha256> digests() {
        return new TreeMap<>(digests);
    }
}
