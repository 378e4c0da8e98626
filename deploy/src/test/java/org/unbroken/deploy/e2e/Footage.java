package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files of the sizes at which chunks, requests and buffers end. Their bytes are noise: sealing looks into none. */
final class Footage {
    static final int CHUNK = 8 << 20;
    static final int[] SIZES = {0, 1, 5_000, CHUNK, CHUNK + 1, 20 << 20};

    private Footage() {}

    static Path write(Path file, long size, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] buffer = new byte[1 << 16];
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; ) {
                random.nextBytes(buffer);
                int count = (int) Math.min(left, buffer.length);
                out.write(buffer, 0, count);
                left -= count;
            }
        }
        return file;
    }

    /** Flips one bit of a file, also of one that is read-only, and keeps its date as a failing disk would. */
    static void flipBit(Path file, long at) throws IOException {
        java.nio.file.attribute.FileTime date = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x08;
        overwrite(file, bytes);
        Files.setLastModifiedTime(file, date);
    }

    static void overwrite(Path file, byte[] bytes) throws IOException {
        if (!file.toFile().setWritable(true)) {
            throw new IOException(file + " cannot be made writable");
        }
        Files.write(file, bytes);
        if (!file.toFile().setReadOnly()) {
            throw new IOException(file + " cannot be made read-only again");
        }
    }
}
