package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.unbroken.transcode.container.PatchedBytes;

/** Gives a file to FFmpeg as {@link PatchedBytes} has it. To be closed after what reads from it. */
final class PatchedFile implements AutoCloseable {
    /** As much as FFmpeg reads of a file at once. */
    private static final int BUFFER_BYTES = 1 << 15;

    private static final int FROM_HERE = 1;
    private static final int FROM_END = 2;

    private final PatchedBytes bytes;
    private final Reader reader = new Reader();
    private final Seeker seeker = new Seeker();
    private final AVIOContext context;
    /** From where on FFmpeg reads next; pointers have a position of their own. */
    private long next;

    PatchedFile(PatchedBytes bytes) throws MediaException {
        this.bytes = bytes;
        BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
        this.context = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, reader, null, seeker);
        if (context == null || context.isNull()) {
            throw new MediaException("no memory to read with");
        }
    }

    AVIOContext context() {
        return context;
    }

    /** Nothing may be thrown into FFmpeg. */
    private final class Reader extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer unused, BytePointer into, int length) {
            try {
                ByteBuffer buffer = into.capacity(length).asByteBuffer();
                bytes.read(next, buffer);
                next += buffer.position();
                return buffer.position() == 0 ? AVERROR_EOF() : buffer.position();
            } catch (IOException | RuntimeException e) {
                return AVERROR_EXTERNAL;
            }
        }
    }

    private final class Seeker extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer unused, long offset, int whence) {
            int from = whence & ~AVSEEK_FORCE;
            if (from == AVSEEK_SIZE) {
                return bytes.size();
            }
            long to = offset + (from == FROM_HERE ? next : from == FROM_END ? bytes.size() : 0);
            if (to < 0) {
                return AVERROR_EXTERNAL;
            }
            next = to;
            return to;
        }
    }

    @Override
    public void close() {
        // Not the buffer that it was given: FFmpeg takes a larger one while it finds out the format.
        av_free(context.buffer());
        avio_context_free(context);
        reader.close();
        seeker.close();
    }
}
