package org.unbroken.transcode.container;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static byte[] box(String type, byte[]... bodies) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] body : bodies) {
            all.writeBytes(body);
        }
        return ByteBuffer.allocate(8 + all.size())
                .putInt(8 + all.size())
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(all.toByteArray())
                .array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

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
}
