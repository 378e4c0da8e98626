package org.unbroken.integrity.disc;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A program that is given what a stranger made: it may say so much, be silent so long and take so long, and is killed with
 * its children then. Time without progress is what is short; a large image may take its time.
 */
final class BoundedProgram {
    /**
     * What it may do.
     *
     * @param silence without a byte said, and without any other progress
     * @param most in all
     * @param outputBytes on standard output and standard error together
     */
    record Limits(Duration silence, Duration most, int outputBytes) {
        Limits {
            if (silence.isNegative() || silence.isZero() || most.compareTo(silence) < 0 || outputBytes < 1) {
                throw new IllegalArgumentException(
                        "silence " + silence + ", in all " + most + ", output of " + outputBytes + " bytes");
            }
        }
    }

    private static final long GLANCE_MILLIS = 50;

    private final List<String> command;
    private final Limits limits;
    private final AtomicLong saidBytes = new AtomicLong();

    private BoundedProgram(List<String> command, Limits limits) {
        this.command = List.copyOf(command);
        this.limits = limits;
    }

    /**
     * What it says, standard error with it.
     *
     * @param progress anything that grows while it works, besides what it says
     * @throws IOException where it fails, or is killed by a limit, which is named
     */
    static String run(List<String> command, Limits limits, LongSupplier progress) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
        } catch (IOException e) {
            throw new IOException(command.get(0) + " could not be started: is it installed?", e);
        }
        try {
            return new BoundedProgram(command, limits).await(process, progress);
        } finally {
            kill(process);
        }
    }

    private String await(Process process, LongSupplier progress) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Thread reader = new Thread(() -> read(process.getInputStream(), said), "program-output");
        reader.setDaemon(true);
        reader.start();
        long begin = System.nanoTime();
        long moved = begin;
        long seen = 0;
        try {
            while (reader.isAlive() || process.isAlive()) {
                reader.join(GLANCE_MILLIS);
                if (!reader.isAlive()) {
                    process.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                }
                long now = System.nanoTime();
                long made = saidBytes.get() + progress.getAsLong();
                if (made != seen) {
                    seen = made;
                    moved = now;
                }
                if (saidBytes.get() > limits.outputBytes()) {
                    throw new IOException(name() + " says more than " + limits.outputBytes()
                            + " bytes, and was stopped: what it was given is not made as such images are");
                }
                if (now - moved > limits.silence().toNanos()) {
                    throw new IOException(
                            name() + " came no further for " + limits.silence().toSeconds() + " s, and was stopped");
                }
                if (now - begin > limits.most().toNanos()) {
                    throw new IOException(
                            name() + " took longer than " + limits.most().toSeconds() + " s, and was stopped");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name() + " ran", e);
        }
        String text = said.toString(StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IOException(name() + " failed: " + text.strip());
        }
        return text;
    }

    /** Ends at the first byte too many: the rest is left to the pipe. */
    private void read(InputStream from, ByteArrayOutputStream to) {
        byte[] buffer = new byte[8192];
        try {
            for (int got = from.read(buffer); got >= 0; got = from.read(buffer)) {
                if (saidBytes.addAndGet(got) > limits.outputBytes()) {
                    return;
                }
                to.write(buffer, 0, got);
            }
        } catch (IOException killed) {
            // The process is gone, and with it what it had to say.
        }
    }

    private String name() {
        return command.get(0).replaceFirst(".*/", "");
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
