package org.unbroken.deploy.dock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/** A stretch of a file as a request body of known length. Holds one buffer, however long the stretch is. */
final class FileSection extends InputStream {
    private final FileChannel channel;
    private final LongConsumer sent;
    private long position;
    private final long end;

    private FileSection(FileChannel channel, long start, long end, LongConsumer sent) {
        this.channel = channel;
        this.position = start;
        this.end = end;
        this.sent = sent;
    }

    /** @param sent is told the position reached; what it throws ends the request */
    static BodyPublisher publisher(Path file, long start, long length, LongConsumer sent) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        return new FileSection(
                                FileChannel.open(file, StandardOpenOption.READ), start, start + length, sent);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position == end) {
            return -1;
        }
        int most = (int) Math.min(length, end - position);
        int count = channel.read(ByteBuffer.wrap(bytes, offset, most), position);
        if (count < 0) {
            throw new IOException("the file has become shorter while it was sent");
        }
        position += count;
        sent.accept(position);
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
