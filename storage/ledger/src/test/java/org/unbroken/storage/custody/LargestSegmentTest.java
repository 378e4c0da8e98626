package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.PuttingBack;
import org.unbroken.storage.worm.RightBytes;

class LargestSegmentTest {
    private record Whole(ByteBuffer bytes) implements RightBytes {
        @Override
        public long size() {
            return bytes.capacity();
        }

        @Override
        public Pieces begin() {
            ByteBuffer left = bytes.duplicate();
            return new Pieces() {
                @Override
                public ByteBuffer next() {
                    ByteBuffer all = left.slice();
                    left.position(left.limit());
                    return all;
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }
    }

    @TempDir
    Path directory;

    @Test
    void canBePutBack() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        PuttingBack back = new PuttingBack(worm, new LocalStagingArea(directory, new LocalDisk()));

        back.restore(
                ObjectKey.segment(0),
                new Whole(ByteBuffer.allocate(LogSegment.MAX_BYTES)),
                Facts.NOW.plusSeconds(86_400));

        assertThat(worm.read(ObjectKey.segment(0), LogSegment.MAX_BYTES)).hasSize(LogSegment.MAX_BYTES);
    }
}
