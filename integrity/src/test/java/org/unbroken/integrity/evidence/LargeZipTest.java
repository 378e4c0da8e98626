package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beyond 4 GiB sizes and places need the zip64 fields; the JDK's own reader stands for stock tools. */
@Tag("slow")
final class LargeZipTest {
    private static final long LARGE = (4L << 30) + 5;

    @TempDir
    private Path folder;

    @Test
    void filesBeyondFourGibibytes() throws Exception {
        Path zip = folder.resolve("large.zip");
        try (ZipBagSink sink = new ZipBagSink(zip, "bag")) {
            write(sink, "bagit.txt", 10);
            write(sink, "data/large", LARGE);
            write(sink, "data/after", 7);
            sink.finish();
        }

        try (BagReader reader = BagReader.open(zip)) {
            assertThat(reader.files()).containsEntry("data/large", LARGE).containsEntry("data/after", 7L);
            assertThat(reader.read("data/after", 100)).isEqualTo(new byte[7]);
        }
        try (ZipFile stock = new ZipFile(zip.toFile())) {
            assertThat(stock.getEntry("bag/data/large").getSize()).isEqualTo(LARGE);
            assertThat(stock.getInputStream(stock.getEntry("bag/data/after")).readAllBytes())
                    .hasSize(7);
        }
    }

    private static void write(ZipBagSink sink, String name, long bytes) throws Exception {
        ByteBuffer zeros = ByteBuffer.allocate(8 << 20);
        try (WritableByteChannel file = sink.create(name, bytes)) {
            for (long left = bytes; left > 0; left -= zeros.limit()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), left));
                file.write(zeros.duplicate());
            }
        }
    }
}
