package org.unbroken.transcode.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unbroken.transcode.container.Boxes.box;
import static org.unbroken.transcode.container.Boxes.ints;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.transcode.container.FileBytes;

class FragmentsTest {
    private static final int PICTURES = 1;
    private static final int SOUND = 2;
    private static final int BASE_IS_MOOF = 0x20000;
    private static final int DEFAULTS = BASE_IS_MOOF | 0x8 | 0x10 | 0x20;
    private static final int NOT_KEY = 0x1010000;

    @TempDir
    Path folder;

    private static byte[] movie() {
        return box(
                "moov",
                box("mvhd", ints(0, 0, 0)),
                box(
                        "mvex",
                        box("trex", ints(0, PICTURES, 1, 100, 7, NOT_KEY)),
                        box("trex", ints(0, SOUND, 1, 50, 5, 0))));
    }

    private static byte[] media() {
        return box("mdat", new byte[1000]);
    }

    private List<String> read(byte[]... boxes) throws Exception {
        return read(true, boxes);
    }

    private List<String> read(boolean alone, byte[]... boxes) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] box : boxes) {
            all.writeBytes(box);
        }
        Path file = Files.write(folder.resolve("file"), all.toByteArray());
        List<String> read = new ArrayList<>();
        try (FileBytes bytes = FileBytes.open(file)) {
            Fragments.read(
                    bytes,
                    Set.of((long) SOUND),
                    alone,
                    (track, sample) -> read.add(track + ": " + sample.decoded() + " " + sample.shown() + " +"
                            + sample.duration() + " " + sample.sizeBytes() + "@" + sample.position()
                            + (sample.key() ? " key" : "")));
        }
        return read;
    }

    /** Two pictures with rows of their own, then two frames of sound with nothing but defaults. */
    private static byte[] fragment(int pictures, int sound) {
        return box(
                "moof",
                box("mfhd", ints(0, 1)),
                box(
                        "traf",
                        box("tfhd", ints(BASE_IS_MOOF, PICTURES)),
                        box("tfdt", ints(0, pictures)),
                        box("trun", ints(0xb05, 2, 300, 0, 100, 30, 200, 120, 40, 0))),
                box(
                        "traf",
                        box("tfhd", ints(DEFAULTS, SOUND, 60, 6, 0)),
                        box("tfdt", ints(1 << 24, 0, sound)),
                        box("trun", ints(1, 2, 400))));
    }

    @Test
    void eachSampleHasItsTimesItsPlaceAndItsSize() throws Exception {
        int first = movie().length;
        int second = first + fragment(0, 0).length + media().length;
        assertThat(read(movie(), fragment(0, 0), media(), fragment(500, 500), media()))
                .containsExactly(
                        "1: 0 200 +100 30@" + (first + 300) + " key",
                        "1: 100 100 +120 40@" + (first + 330),
                        "2: 0 0 +60 6@" + (first + 400) + " key",
                        "2: 60 60 +60 6@" + (first + 406) + " key",
                        "1: 500 700 +100 30@" + (second + 300) + " key",
                        "1: 600 600 +120 40@" + (second + 330),
                        "2: 500 500 +60 6@" + (second + 400) + " key",
                        "2: 560 560 +60 6@" + (second + 406) + " key");
    }

    /** FFmpeg might make something of them, which then has to see them. */
    @Test
    void boxesThatAreNotReadHereAreRefusedWhereNobodyElseReadsThem() throws Exception {
        byte[] head = box("tfhd", ints(BASE_IS_MOOF, PICTURES));
        byte[] time = box("tfdt", ints(0, 0));
        byte[] run = box("trun", ints(1, 1, 300));
        byte[] other = box("senc", ints(0, 0));
        for (byte[] within : List.of(one(head, time, run, other), box("moof", other, box("traf", head, time, run)))) {
            assertThat(read(false, movie(), within, media())).hasSize(1);
            refused("a box of type 73656e63", movie(), within, media());
        }
        byte[] plain = one(head, time, run);
        assertThat(read(false, movie(), plain, media(), box("udta", ints(0)))).hasSize(1);
        refused("a box of type 75647461", movie(), plain, media(), box("udta", ints(0)));
        assertThat(read(movie(), box("udta", ints(0)), box("styp", ints(0)), plain, media(), box("free"), box("mfra")))
                .hasSize(1);
    }

    @Test
    void theFirstFragmentIsFoundBehindWhatDescribesTheFile() throws Exception {
        Path file = folder.resolve("first");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(movie());
        all.writeBytes(box("free", ints(1, 2)));
        try (FileBytes bytes = FileBytes.open(Files.write(file, all.toByteArray()))) {
            assertThat(Fragments.first(bytes)).isEmpty();
        }
        int begin = all.size();
        all.writeBytes(fragment(0, 0));
        try (FileBytes bytes = FileBytes.open(Files.write(file, all.toByteArray()))) {
            assertThat(Fragments.first(bytes)).hasValue(begin);
        }
    }

    private static byte[] standard(int track) {
        return box("trex", ints(0, track, 1, 100, 7, NOT_KEY));
    }

    private void refused(String why, byte[]... boxes) {
        assertThatThrownBy(() -> read(boxes)).isInstanceOf(IrregularTable.class).hasMessageContaining(why);
    }

    private static byte[] one(byte[]... track) {
        return box("moof", box("traf", track));
    }

    @Test
    void whatContradictsItselfOrTheFileIsRefused() {
        byte[] head = box("tfhd", ints(BASE_IS_MOOF, PICTURES));
        byte[] time = box("tfdt", ints(0, 0));
        byte[] run = box("trun", ints(0x1, 2, 300));
        refused("before the end of another", movie(), fragment(500, 500), fragment(0, 500), media());
        refused("absurd", movie(), one(head, box("tfdt", ints(1 << 24, -1, 0)), run), media());
        refused("absurd", movie(), one(head, box("tfdt", ints(1 << 24, 0x7fffffff, 0)), run), media());
        refused("unknown", movie(), one(box("tfhd", ints(BASE_IS_MOOF, 9)), time, run), media());
        refused("unknown", one(head, time, run), movie(), media());
        refused("without a time", movie(), one(head, run), media());
        refused("out of order", movie(), one(time, head, run), media());
        refused("description 2", movie(), one(box("tfhd", ints(BASE_IS_MOOF | 2, PICTURES, 2)), time, run), media());
        refused("cut off", movie(), one(box("tfhd", ints(0x38, PICTURES, 1)), time, run), media());
        refused("a fragment at -1", movie(), one(box("tfhd", ints(1, PICTURES, -1, -1)), time, run), media());
        refused("where it lies", movie(), one(head, time, box("trun", ints(0, 2, 300))), media());
        refused("beyond the end", movie(), one(head, time, box("trun", ints(1, 2, -1000))), media());
        refused("beyond the end", movie(), one(head, time, box("trun", ints(1, 2, 100_000))), media());
        refused("within the tables", movie(), one(head, time, box("trun", ints(1, 2, 20))), media());
        refused("cut off", movie(), one(head, box("tfdt", ints(1 << 24, 0)), run), media());
        refused("4294967295 samples", movie(), one(head, time, box("trun", ints(1, -1, 0))), media());
        refused("1000 samples", movie(), one(head, time, box("trun", ints(0x201, 1000, 0, 1))), media());
        refused("0 bytes", movie(), one(head, time, box("trun", ints(0x201, 1, 300, 0))), media());
        refused("0 ticks", movie(), one(head, time, box("trun", ints(0x101, 1, 300, 0))), media());
        refused("an offset of -1", movie(), one(head, time, box("trun", ints(0x801, 1, 300, -1))), media());
        refused("flags twice", movie(), one(head, time, box("trun", ints(0x405, 1, 300, 0, NOT_KEY))), media());
        refused("defaults of a track twice", box("moov", box("mvex", standard(PICTURES), standard(PICTURES))));
        byte[][] many = new byte[257][];
        Arrays.setAll(many, FragmentsTest::standard);
        refused("too many tracks", box("moov", box("mvex", many)));
        refused("defaults of 70016 bytes", box("moov", box("mvex", box("free", new byte[70_000]))));
        refused("an index of segments", movie(), box("sidx", ints(0, 0)), one(head, time, run), media());
        refused("an index again", movie(), movie());
        refused("a box of 9000 bytes", movie(), ints(9000, 0x6d646174));
        refused("bytes after", movie(), ints(0));
    }

    /** Whatever stands there: it ends, in samples or in a refusal. */
    @Test
    void hostileTablesEndInARefusal() throws Exception {
        Random random = new Random(6);
        int[] numbers = {0, 1, 2, 7, 100, 4095, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0xfff, 0x20f3f};
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] fragment = fragment(0, 0);
            for (int change = random.nextInt(3); change >= 0; change--) {
                ByteBuffer.wrap(fragment)
                        .putInt(
                                8 + 4 * random.nextInt(fragment.length / 4 - 2),
                                numbers[random.nextInt(numbers.length)]);
            }
            try {
                assertThat(read(movie(), fragment, media())).hasSizeLessThan(2000);
            } catch (IrregularTable | java.io.EOFException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 1999);
    }
}
