package org.unbroken.transcode.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.transcode.container.FileBytes;

/** Tables of a recording of twelve hours at 30 pictures a second: what is held of them is what is held of a minute's. */
class LongTableTest {
    private static final int SAMPLES = 12 * 3600 * 30;
    private static final int SAMPLE_BYTES = 1000;
    private static final int MEDIA = 64 << 20;

    @TempDir
    Path folder;

    /** The media is a hole in the file and takes no room on the disk. */
    private TrackBoxes write(Path file) throws IOException {
        Map<String, Extent> tables = new LinkedHashMap<>();
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(MEDIA + (long) SAMPLES * SAMPLE_BYTES);
            FileChannel channel = out.getChannel();
            put(channel, tables, "stsd", 0, 1, 16, 0, 0, 0);
            put(channel, tables, "stts", 0, 1, SAMPLES, 3000);
            put(channel, tables, "stsc", 0, 1, 1, 30, 1);
            int[] sizes = new int[SAMPLES + 3];
            int[] places = new int[SAMPLES / 30 + 2];
            int[] keys = new int[SAMPLES / 30 + 2];
            sizes[2] = SAMPLES;
            places[1] = SAMPLES / 30;
            keys[1] = SAMPLES / 30;
            for (int i = 0; i < SAMPLES; i++) {
                sizes[i + 3] = SAMPLE_BYTES - i % 7;
            }
            for (int i = 0; i < SAMPLES / 30; i++) {
                places[i + 2] = MEDIA + i * 30 * SAMPLE_BYTES;
                keys[i + 2] = 1 + i * 30;
            }
            put(channel, tables, "stsz", sizes);
            put(channel, tables, "stco", places);
            put(channel, tables, "stss", keys);
        }
        return new TrackBoxes(1, 90_000, "vide", tables, false);
    }

    private static void put(FileChannel channel, Map<String, Extent> tables, String type, int... words)
            throws IOException {
        long at = tables.values().stream().mapToLong(Extent::length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            bytes.putInt(word);
        }
        channel.write(bytes.flip(), at);
        tables.put(type, new Extent(at, 4L * words.length));
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void twelveHoursAreReadInTheMemoryOfAMinute() throws Exception {
        Path file = folder.resolve("long");
        TrackBoxes boxes = write(file);
        try (FileBytes bytes = FileBytes.open(file)) {
            TrackSamples samples = Objects.requireNonNull(TrackSamples.open(bytes, boxes));
            for (int i = 0; i < 60 * 30; i++) {
                assertThat(samples.next()).isTrue();
            }
            long afterAMinute = used();
            long count = 60 * 30;
            long end = 0;
            while (samples.next()) {
                count++;
                end = samples.decoded() + samples.duration();
            }
            assertThat(count).isEqualTo(SAMPLES);
            assertThat(end).isEqualTo(12L * 3600 * 90_000);
            // Tables of that length are 5 MiB: holding one would show.
            assertThat(used() - afterAMinute).isLessThan(2 << 20);
            assertThat(samples.count()).isEqualTo(SAMPLES);
        }
    }
}
