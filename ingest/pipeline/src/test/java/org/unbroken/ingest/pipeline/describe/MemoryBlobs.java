package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.unbroken.storage.shared.SharedBlobs;

/** Blobs of one process, that can be away for a while. */
final class MemoryBlobs implements SharedBlobs {
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    volatile boolean away;

    @Override
    public void put(String name, Path file) throws IOException {
        reach();
        blobs.put(name, Files.readAllBytes(file));
    }

    @Override
    public boolean fetch(String name, Path to) throws IOException {
        reach();
        byte[] bytes = blobs.get(name);
        if (bytes == null) {
            return false;
        }
        Files.write(to, bytes, StandardOpenOption.CREATE_NEW);
        return true;
    }

    @Override
    public boolean exists(String name) throws IOException {
        reach();
        return blobs.containsKey(name);
    }

    @Override
    public void delete(String name) throws IOException {
        reach();
        blobs.remove(name);
    }

    private void reach() throws IOException {
        if (away) {
            throw new IOException("the store is away");
        }
    }
}
