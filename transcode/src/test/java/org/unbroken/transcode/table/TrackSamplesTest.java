package org.unbroken.transcode.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.transcode.container.FileBytes;

class TrackSamplesTest {
    @TempDir
    Path folder;

    private List<String> read(MadeTables tables) throws Exception {
        Path file = folder.resolve("tables");
        TrackBoxes boxes = tables.write(file, 4096);
        try (FileBytes bytes = FileBytes.open(file)) {
            return read(Objects.requireNonNull(TrackSamples.open(bytes, boxes)));
        }
    }

    private static List<String> read(TrackSamples samples) throws IOException, IrregularTable {
        List<String> read = new ArrayList<>();
        while (samples.next()) {
            read.add(samples.decoded() + " " + samples.shown() + " +" + samples.duration() + " " + samples.sizeBytes()
                    + "@" + samples.position() + (samples.key() ? " key" : ""));
        }
        return read;
    }

    @Test
    void eachSampleHasItsTimesItsPlaceAndItsSize() throws Exception {
        assertThat(read(MadeTables.four()))
                .containsExactly(
                        "0 200 +100 10@1000 key",
                        "100 500 +100 20@1010",
                        "200 300 +100 30@2000 key",
                        "300 400 +100 40@2030");
    }

    @Test
    void negativeOffsetsMoveDecodingBackAsFfmpegDoes() throws Exception {
        assertThat(read(MadeTables.four().with("ctts", 0, 4, 1, 0, 1, -150, 1, 100, 1, -500)))
                .containsExactly(
                        "-150 0 +100 10@1000 key",
                        "-50 -50 +100 20@1010",
                        "50 300 +100 30@2000 key",
                        "150 -200 +100 40@2030");
    }

    @Test
    void otherFormsOfTheSameTables() throws Exception {
        List<String> plain = read(MadeTables.four());
        assertThat(read(MadeTables.four().without("stco").with("co64", 0, 2, 0, 1000, 0, 2000)))
                .isEqualTo(plain);
        assertThat(read(MadeTables.four().without("stsz").with("stz2", 0, 8, 4, 0x0a141e28)))
                .isEqualTo(plain);
        assertThat(read(MadeTables.four().without("stsz").with("stz2", 0, 16, 4, 0x000a0014, 0x001e0028)))
                .isEqualTo(plain);
        assertThat(read(MadeTables.four().with("stts", 0, 2, 1, 100, 3, 100))).isEqualTo(plain);
        assertThat(read(MadeTables.four()
                        .of("soun")
                        .with("stsz", 0, 10, 4)
                        .without("ctts")
                        .without("stss")))
                .containsExactly(
                        "0 0 +100 10@1000 key",
                        "100 100 +100 10@1010 key",
                        "200 200 +100 10@2000 key",
                        "300 300 +100 10@2010 key");
    }

    private void refused(UnaryOperator<MadeTables> change, String why) {
        assertThatThrownBy(() -> read(change.apply(MadeTables.four())))
                .isInstanceOf(IrregularTable.class)
                .hasMessageContaining(why);
    }

    @Test
    void tablesThatContradictThemselvesOrTheFileAreRefused() {
        refused(tables -> tables.with("stts", 0, 1, 5, 100), "times of 5 samples, sizes of 4");
        refused(tables -> tables.with("stts", 0, 1, 4, -1), "a step of 4294967295 ticks");
        refused(tables -> tables.with("ctts", 0, 1, 3, 0), "offsets of 3 samples");
        refused(tables -> tables.with("ctts", 0, 1, 4, 1 << 30), "an offset of");
        refused(tables -> tables.with("stsz", 0, 0, 4, 10, 20, 0, 40), "a sample of 0 bytes");
        refused(tables -> tables.with("stsz", 0, 0, 4, 10, 20, 30, 4000), "beyond the end of the file");
        refused(tables -> tables.with("stsz", 0, 0, 5, 10, 20, 30, 40), "5 rows of 4 bytes");
        refused(tables -> tables.with("stsz", 0, 1, -1), "4294967295 samples in 4096 bytes");
        refused(tables -> tables.with("stco", 0, 1, 1000), "no chunk for a sample");
        refused(tables -> tables.with("stco", 0, 3, 1000, 2000, 3000), "chunks for more samples");
        refused(tables -> tables.with("stsc", 0, 1, 1, 3, 1), "chunks for more samples");
        refused(tables -> tables.with("stsc", 0, 1, 2, 2, 1), "stsc begins with chunk 2");
        refused(tables -> tables.with("stsc", 0, 2, 1, 2, 1, 1, 2, 1), "stsc row of chunk 1");
        refused(tables -> tables.with("stsc", 0, 1, 1, 2, 2), "description 2");
        refused(tables -> tables.with("stss", 0, 2, 3, 1), "key sample 1 after 3");
        refused(tables -> tables.with("stss", 0, 0), "an empty table of key samples");
        refused(tables -> tables.with("stss", 0, 1, 0), "key sample 0 after 0");
        refused(tables -> tables.with("stss", 0, 2, 1, 1000), "key samples beyond the last sample");
        refused(tables -> tables.with("stsd", 0, 2, 16, 0, 0, 0), "not one description");
        refused(tables -> tables.without("stsc"), "no stsc");
        refused(tables -> tables.without("stss"), "no table of key samples");
        refused(tables -> tables.with("stps", 0, 0), "further kinds");
        refused(tables -> tables.of("soun").with("stts", 0, 1, 4, 1), "in pieces of a chunk");
    }

    @Test
    void aTrackWithoutSamplesHasNone() throws Exception {
        Path file = folder.resolve("none");
        TrackBoxes boxes = MadeTables.four().with("stsz", 0, 0, 0).write(file, 4096);
        try (FileBytes bytes = FileBytes.open(file)) {
            assertThat(TrackSamples.open(bytes, boxes)).isNull();
        }
    }

    /** Neither numbers nor counts, however large, make it read without end, run out of memory or fail otherwise. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void hostileTablesEndInARefusal(int seed) throws Exception {
        Random random = new Random(seed);
        String[] names = {"stsd", "stsz", "stts", "ctts", "stsc", "stco", "stss", "stz2", "co64"};
        int[] numbers = {0, 1, 2, 3, 4, 10, 100, 4095, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
        Path file = folder.resolve("hostile");
        int whole = 0;
        for (int round = 0; round < 200; round++) {
            MadeTables tables = MadeTables.four();
            for (int change = random.nextInt(3); change >= 0; change--) {
                int[] words = new int[random.nextInt(12)];
                for (int i = 0; i < words.length; i++) {
                    words[i] = numbers[random.nextInt(numbers.length)];
                }
                tables.with(names[random.nextInt(names.length)], words);
            }
            TrackBoxes boxes = tables.write(file, 4096);
            try (FileBytes bytes = FileBytes.open(file)) {
                TrackSamples samples = TrackSamples.open(bytes, boxes);
                if (samples != null) {
                    assertThat(read(samples)).hasSizeLessThanOrEqualTo(4096);
                    whole++;
                }
            } catch (IrregularTable | IOException e) {
                // As it should.
            }
        }
        assertThat(whole).isLessThan(200);
    }

    @Test
    void headsAreTheBytesOfTheFileWhateverWasAskedBefore() throws Exception {
        byte[] content = new byte[300_000];
        new Random(3).nextBytes(content);
        Path file = java.nio.file.Files.write(folder.resolve("content"), content);
        Random random = new Random(4);
        try (FileBytes bytes = FileBytes.open(file)) {
            SampleHeads heads = new SampleHeads(bytes);
            int at = 0;
            for (int round = 0; round < 1000; round++) {
                at = random.nextInt(4) == 0 ? random.nextInt(content.length) : at + random.nextInt(5000);
                at = at >= content.length ? 0 : at;
                int size = 1 + random.nextInt(Math.min(random.nextBoolean() ? 500 : 150_000, content.length - at));
                int length = 1 + random.nextInt(Math.min(size, random.nextBoolean() ? 1024 : 100_000));
                ByteBuffer head = heads.at(at, length, size);
                byte[] read = new byte[length];
                head.get(read);
                assertThat(head.hasRemaining()).isFalse();
                assertThat(read).isEqualTo(java.util.Arrays.copyOfRange(content, at, at + length));
            }
        }
    }
}
