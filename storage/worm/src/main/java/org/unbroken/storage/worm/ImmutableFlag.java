package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The inode flag {@code i} of ext4, XFS and Btrfs, set by {@code chattr}: Java cannot reach the ioctl behind it. The
 * file system journals the flag by itself; a power cut may take back the latest ones, which the next {@code put} or
 * {@code stow} of the same object sets again.
 */
final class ImmutableFlag implements FileLock {
    private static final long TIMEOUT_SECONDS = 30;

    @Override
    public void lock(Path path) throws IOException {
        run("chattr", "+i", path.toString());
        // lsattr prints "----i---------e------- PATH"; a file system without flags may accept and forget.
        String flags = run("lsattr", path.toString());
        int end = flags.indexOf(' ');
        if (end < 0 || flags.substring(0, end).indexOf('i') < 0) {
            throw new IOException("chattr +i has set no immutable flag on " + path + ": lsattr says " + flags.strip());
        }
    }

    @Override
    public void unlock(Path path) throws IOException {
        run("chattr", "-i", path.toString());
    }

    private static String run(String... command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("immutableFlag is on, but " + command[0] + " cannot be run: " + e.getMessage(), e);
        }
        process.getOutputStream().close();
        try {
            // A line or two, far less than the pipe holds: waiting first cannot hang on a full pipe.
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + " hangs");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException("immutableFlag is on, but " + String.join(" ", command) + " failed with "
                        + process.exitValue() + " (CAP_LINUX_IMMUTABLE? ext4, XFS or Btrfs?): " + output.strip());
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException(String.join(" ", command));
        } finally {
            process.destroyForcibly();
        }
    }
}
