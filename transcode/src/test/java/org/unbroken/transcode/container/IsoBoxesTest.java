package org.unbroken.transcode.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.transcode.container.Boxes.box;
import static org.unbroken.transcode.container.Boxes.ints;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.signs.Provenance;
import org.unbroken.transcode.signs.Sign;

class IsoBoxesTest {
    private static final int TRACK = 1;

    @TempDir
    Path folder;

    private static byte[] index() {
        byte[] track =
                box("trak", box("tkhd", ints(0, 0, 0, TRACK, 0)), box("mdia", box("mdhd", ints(0, 0, 0, 1000, 0, 0))));
        return box("moov", box("mvhd", ints(0, 0, 0, 1000, 0)), track);
    }

    /** A second of media. */
    private static byte[] fragment(int number, int seconds) {
        byte[] track = box("traf", box("tfhd", ints(0, TRACK)), box("tfdt", ints(0, seconds * 1000)));
        byte[] head = box("moof", box("mfhd", ints(0, number)), track);
        return ByteBuffer.allocate(head.length + 16)
                .put(head)
                .put(box("mdat", ints(0, 0)))
                .array();
    }

    private IsoBoxes read(byte[]... boxes) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] box : boxes) {
            all.writeBytes(box);
        }
        try (FileBytes file = FileBytes.open(Files.write(folder.resolve("file.mp4"), all.toByteArray()))) {
            return IsoBoxes.read(file);
        }
    }

    private List<Sign> fragments(int... numbers) throws Exception {
        byte[][] boxes = new byte[numbers.length + 1][];
        boxes[0] = index();
        for (int i = 0; i < numbers.length; i++) {
            boxes[i + 1] = fragment(numbers[i], i);
        }
        return read(boxes).fragmentSigns(TRACK);
    }

    /** Neither what comes after two million boxes nor the edits after 4,096 is looked at, and that is said. */
    @Test
    void boxesAndEditsWithoutNumberAreSaidToBeUnread() throws Exception {
        assertThat(read(index()).unread()).isFalse();
        byte[] many = new byte[8 * 2_000_001];
        ByteBuffer boxes = ByteBuffer.wrap(many);
        while (boxes.hasRemaining()) {
            boxes.putInt(8).putInt(0x66726565);
        }
        assertThat(read(many, index()).unread()).isTrue();
        assertThat(read(box("moov", Arrays.copyOf(many, 8 * 200_001))).unread()).isTrue();
        int[] edits = new int[2 + 3 * 4097];
        edits[1] = 4097;
        assertThat(read(box("moov", box("trak", box("edts", box("elst", ints(edits))))))
                        .unread())
                .isTrue();
    }

    /** 4,096 times as long as a number can say. */
    @Test
    void editsOfAbsurdLengthStayNumbers() throws Exception {
        int[] edits = new int[2 + 5 * 4000];
        edits[0] = 1 << 24;
        edits[1] = 4000;
        for (int at = 2; at < edits.length; at += 5) {
            Arrays.fill(edits, at, at + 4, Integer.MAX_VALUE);
        }
        byte[] track = box("trak", box("tkhd", ints(0, 0, 0, TRACK, 0)), box("edts", box("elst", ints(edits))));
        EditList list = read(box("moov", track)).editLists().get(0);
        assertThat(list.shownMicros()).isBetween(1L << 49, 1L << 51);
        assertThat(list.mediaStartMicros()).isBetween(1L << 49, 1L << 51);
    }

    @Test
    void fragmentsInOrderOrInEqualStepsShowNothing() throws Exception {
        assertThat(fragments(1, 2, 3, 4, 5, 6, 7)).isEmpty();
        assertThat(fragments(10, 12, 14, 16, 18)).isEmpty();
        assertThat(fragments(0, 0, 0, 0, 0)).isEmpty();
    }

    @Test
    void aMissingFragmentIsLikelyAndPlaced() throws Exception {
        assertThat(fragments(1, 2, 3, 4, 7, 8, 9, 10)).singleElement().satisfies(sign -> {
            assertThat(sign.kind()).isEqualTo(FindingKind.MISSING_FRAGMENTS);
            assertThat(sign.weight()).isEqualTo(Weight.LIKELY);
            assertThat(sign.atMicros()).isEqualTo(4_000_000);
            assertThat(sign.detail()).contains("7 after 4, where 5 follows: fragments are missing");
        });
    }

    @Test
    void numbersWithoutARuleAreNotJudged() throws Exception {
        assertThat(fragments(1, 5, 2, 9, 3, 12, 40)).isEmpty();
    }

    @Test
    void theLayoutOfFfmpegsWriterIsKnown() throws Exception {
        List<String> brands = List.of("isom", "iso2", "avc1", "mp41");
        byte[] type = box("ftyp", ints(0, 0));
        BoxLayout plain = read(type, box("free"), box("mdat", ints(1)), index()).layout();
        assertThat(plain.asLibavformat(brands)).isTrue();
        assertThat(plain.asLibavformat(List.of("qt"))).isFalse();
        assertThat(read(type, box("mdat", ints(1)), index()).layout().asLibavformat(brands))
                .isFalse();
    }

    @Test
    void noBytesBreakIt() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(index());
        for (int i = 1; i < 5; i++) {
            all.writeBytes(fragment(i, i));
        }
        all.writeBytes(box("uuid", new byte[16]));
        byte[] whole = all.toByteArray();
        Random random = new Random(4);
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
            for (int flips = random.nextInt(8); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(read(bytes).fragmentSigns(TRACK)).hasSizeLessThan(10);
        }
    }

    @Test
    void contentCredentialsAreRecognised() throws Exception {
        byte[] id = HexFormat.of().parseHex(Provenance.C2PA.uuid());
        assertThat(read(box("uuid", id, ints(0))).layout().contentCredentials()).isTrue();
        assertThat(read(box("uuid", new byte[16])).layout().contentCredentials())
                .isFalse();
    }

    @Test
    void theTreeOfBoxesDoesNotChangeWithTheRecordingsLengthOrPlace() throws Exception {
        byte[] media = box("mdat", ints(0, 0));
        byte[] type = box("ftyp", ints(0));
        assertThat(read(type, index(), media).tree()).isEqualTo("ftyp moov(mvhd trak) mdat");
        assertThat(read(type, index(), fragment(1, 0), fragment(2, 1), fragment(3, 2))
                        .tree())
                .isEqualTo("ftyp moov(mvhd trak) moof mdat");
        byte[] tags = box("moov", box("mvhd", ints(0, 0, 0, 1000, 0)), box("udta", box("loci", ints(1))));
        assertThat(read(type, tags).tree()).isEqualTo("ftyp moov(mvhd udta)");
    }

    @Test
    void aTracksTablesHandlerAndFirstDescriptionAreRead() throws Exception {
        byte[] entry = new byte[78];
        entry[42] = 4;
        System.arraycopy("Test".getBytes(StandardCharsets.ISO_8859_1), 0, entry, 43, 4);
        byte[] stsd = box("stsd", ints(0, 1), box("avc1", entry, box("avcC", ints(0)), box("pasp", ints(1, 1))));
        byte[] tables = box("stbl", stsd, box("stts", ints(0, 0)), box("co64", ints(0, 0)));
        byte[] handler = box("hdlr", ints(0, 0, 0x76696465, 0, 0, 0), "Eye 7\0".getBytes(StandardCharsets.ISO_8859_1));
        byte[] media = box("mdia", box("mdhd", ints(0, 0, 0, 90_000, 0, 0)), handler, box("minf", tables));
        IsoBoxes boxes = read(box("moov", box("trak", box("tkhd", ints(0, 0, 0, 7, 0)), media)));
        assertThat(boxes.tracks()).singleElement().satisfies(track -> {
            assertThat(track.boxes().id()).isEqualTo(7);
            assertThat(track.boxes().timeScale()).isEqualTo(90_000);
            assertThat(track.boxes().handler()).isEqualTo("vide");
            assertThat(track.boxes().tables()).containsOnlyKeys("stsd", "stts", "co64");
            assertThat(track.name()).isEqualTo("Eye 7");
            assertThat(track.entry()).isEqualTo(new SampleEntry("avc1", "Test", "avcC pasp"));
            assertThat(track.tree()).isEqualTo("tkhd mdia(mdhd hdlr minf(stbl(stsd stts stco)))");
        });
    }

    @Test
    void aCamerasSerialNumberIsFoundAmongItsTags() throws Exception {
        byte[] number = ByteBuffer.allocate(16)
                .put("CASNc".getBytes(StandardCharsets.ISO_8859_1))
                .put((byte) 1)
                .putShort((short) 8)
                .put("C1234567".getBytes(StandardCharsets.ISO_8859_1))
                .array();
        assertThat(read(box("moov", box("udta", box("GPMF", number)))).serial()).isEqualTo("C1234567");
    }
}
