package org.unbroken.deploy.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording's original, read over a line that may break: it asks again from where it stopped. A line that stays
 * broken says nothing about the recording, so {@link #trouble} keeps that apart from damage.
 */
public final class ResumingChannel implements ReadableByteChannel {
    private static final int BREAKS = 4;

    private final ConsoleClient console;
    private final String path;
    private final byte[] buffer = new byte[1 << 16];
    private @Nullable InputStream body;
    private long position;
    private long brokenAt = -1;
    private int breaks;
    private @Nullable String trouble;

    private ResumingChannel(ConsoleClient console, String path, InputStream body) {
        this.console = console;
        this.path = path;
        this.body = body;
    }

    public static ResumingChannel open(ConsoleClient console, String path)
            throws ConsoleException, InterruptedException {
        return new ResumingChannel(console, path, console.open(path, 0));
    }

    /** Why it could not be read to its end, if so. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (true) {
            try {
                InputStream stream = body == null ? reopen() : body;
                int count = stream.read(buffer, 0, Math.min(buffer.length, into.remaining()));
                if (count > 0) {
                    into.put(buffer, 0, count);
                    position += count;
                }
                return count;
            } catch (IOException e) {
                again(e);
            }
        }
    }

    private InputStream reopen() throws IOException {
        try {
            InputStream opened = console.open(path, position);
            body = opened;
            return opened;
        } catch (ConsoleException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Several breaks at one and the same byte are the server's trouble and no bad line. */
    private void again(IOException e) throws IOException {
        close();
        breaks = position == brokenAt ? breaks + 1 : 1;
        brokenAt = position;
        if (breaks >= BREAKS || Thread.currentThread().isInterrupted()) {
            trouble = "the original could not be read beyond byte " + position + ": " + e.getMessage();
            throw e;
        }
    }

    @Override
    public boolean isOpen() {
        return trouble == null;
    }

    @Override
    public void close() {
        InputStream stream = body;
        body = null;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                // Nothing was written: a line that is given up needs no last word.
            }
        }
    }
}
