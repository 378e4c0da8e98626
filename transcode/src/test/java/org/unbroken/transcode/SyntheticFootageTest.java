package org.unbroken.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.json.JsonObject;

/** The whole way on footage that is made on the spot: works on any machine. */
class SyntheticFootageTest extends RunningWorkers {
    @Test
    void wholeFootageIsDescribedAndShowsNoSignOfInterruption() throws Exception {
        Inspection inspection = workers.inspect(footage("whole.mp4", small(4)));
        assertThat(inspection.type()).isEqualTo("video/mp4");
        assertThat(inspection.description()).isEqualTo(DescriptionState.DONE);
        assertThat(inspection.reason()).isNull();
        assertThat(inspection.continuity().verdict()).isEqualTo(Verdict.CONTINUOUS);
        assertThat(inspection.continuity().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo("writer"))
                .satisfies(finding -> assertThat(finding.detail()).contains("Lavf"));
        assertThat(inspection.continuity().editing()).isEqualTo(Editing.NO_SIGN_FOUND);
        assertThat(inspection.streams()).extracting(StreamInfo::codec).containsExactly("h264", "aac");
        assertThat(inspection.streams().get(0).framesCounted()).isEqualTo(40);
        assertThat(inspection.streams().get(0).averageFrameRate()).isEqualTo("10/1");
        assertThat(inspection.durationMicros()).isBetween(3_950_000L, 4_100_000L);
    }

    @Test
    void anInspectionSurvivesJson() throws Exception {
        Inspection inspection = workers.inspect(footage("json.mp4", small(4).withGap(seconds(1), seconds(2))));
        assertThat(Inspection.parse(JsonObject.parse(inspection.toJson().canonical())))
                .isEqualTo(inspection);
    }

    @Test
    void aHoleInPictureAndSoundIsCertainAndPlaced() throws Exception {
        Inspection inspection = workers.inspect(footage("gap.mp4", small(6).withGap(seconds(2), seconds(2))));
        assertThat(inspection.continuity().verdict()).isEqualTo(Verdict.INTERRUPTED);
        assertThat(inspection.continuity().findings())
                .filteredOn(finding -> finding.kind().equals("gap"))
                .hasSize(2)
                .allSatisfy(finding -> {
                    assertThat(finding.weight()).isEqualTo(Weight.CERTAIN);
                    assertThat(finding.atMicros()).isBetween(1_900_000L, 2_100_000L);
                    assertThat(finding.lengthMicros()).isBetween(1_800_000L, 2_200_000L);
                });
    }

    /** These pictures were left out after they were coded, as no camera under load does: that shows in the coding. */
    @Test
    void aShortHoleWithinToleranceIsNoGapInTimeThoughItsCodedPicturesAreMissed() throws Exception {
        Inspection inspection = workers.inspect(footage(
                "dropped.mp4",
                FootageSpec.of(4, 160, 120, 30, 1).withGap(seconds(2), java.time.Duration.ofMillis(70))));
        assertThat(inspection.streams().get(0).framesCounted()).isLessThan(120);
        assertThat(inspection.continuity().findings())
                .extracting(Finding::kind)
                .contains("missing_frames")
                .doesNotContain("gap");
        assertThat(inspection.continuity().verdict()).isEqualTo(Verdict.INTERRUPTED);
        assertThat(inspection.continuity().editing()).isEqualTo(Editing.SIGNS_FOUND);
    }

    @Test
    void aFileCutOffIsPartialAndSaysWhatIsMissing() throws Exception {
        byte[] whole = Files.readAllBytes(footage("to-cut.mp4", small(6)));
        Inspection inspection = workers.inspect(write("cut.mp4", Arrays.copyOf(whole, whole.length / 2)));
        assertThat(inspection.description()).isEqualTo(DescriptionState.PARTIAL);
        assertThat(inspection.reason()).contains("announces 60 frames");
        assertThat(inspection.continuity().verdict()).isEqualTo(Verdict.UNDETERMINED);
        assertThat(inspection.continuity().findings()).extracting(Finding::kind).contains("truncated");
    }

    @Test
    void emptyAndRandomFilesFailWithAReason() throws Exception {
        Inspection empty = workers.inspect(write("empty.mp4", new byte[0]));
        assertThat(empty.description()).isEqualTo(DescriptionState.FAILED);
        assertThat(empty.reason()).isEqualTo("the file is empty");
        byte[] noise = new byte[20_000];
        new Random(5).nextBytes(noise);
        Inspection random = workers.inspect(write("random.mp4", noise));
        assertThat(random.type()).isEqualTo("application/octet-stream");
        assertThat(random.description()).isEqualTo(DescriptionState.FAILED);
        assertThat(random.reason()).contains("not recognised");
        assertThat(random.continuity().verdict()).isEqualTo(Verdict.UNDETERMINED);
    }

    @Test
    void flippedBitsEndInANamedStateAndTheNextFileIsRead() throws Exception {
        byte[] whole = Files.readAllBytes(footage("to-flip.mp4", small(2)));
        Random random = new Random(11);
        for (int round = 0; round < 6; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 40; i++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Inspection inspection = workers.inspect(write("flipped-" + round + ".mp4", damaged));
            assertThat(inspection.reason() == null).isEqualTo(inspection.description() == DescriptionState.DONE);
        }
        assertThat(workers.inspect(footage("after.mp4", small(1))).description())
                .isEqualTo(DescriptionState.DONE);
    }

    @Test
    void aNameThatMisleadsChangesNothing() throws Exception {
        Path file = footage("-odd %d name #1.ts", small(1));
        assertThat(workers.inspect(file).type()).isEqualTo("video/mp4");
    }

    @Test
    void aPlaylistThatNamesOtherFilesIsNotFollowed() throws Exception {
        Path secret = footage("secret.mp4", small(1));
        String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + secret + "\n#EXT-X-ENDLIST\n";
        Path file = write("list.m3u8", playlist.getBytes(StandardCharsets.UTF_8));
        assertThat(workers.inspect(file).description()).isEqualTo(DescriptionState.FAILED);
        assertThat(workers.proxy(file, folder.resolve("list.mp4"), "r").state()).isEqualTo(DescriptionState.FAILED);
        String concat = "ffconcat version 1.0\nfile '" + secret + "'\n";
        Path other = write("list.txt", concat.getBytes(StandardCharsets.UTF_8));
        assertThat(workers.inspect(other).description()).isEqualTo(DescriptionState.FAILED);
    }

    @Test
    void aFileThatIsNotThereIsNoResultAtAll() {
        assertThatThrownBy(() -> workers.inspect(folder.resolve("nowhere"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aProxyPlaysFromItsFirstByteAndSaysWhatItIs() throws Exception {
        Path original = footage("for-proxy.mp4", FootageSpec.of(4, 1280, 720, 60, 3));
        Path out = folder.resolve("proxy.mp4");
        ProxyResult result = workers.proxy(original, out, "0190aaaa-test");
        assertThat(result.reason()).isNull();
        assertThat(result.state()).isEqualTo(DescriptionState.DONE);
        assertThat(result.file()).isEqualTo(out);
        assertThat(result.sizeBytes()).isEqualTo(Files.size(out));
        Inspection proxy = workers.inspect(out);
        assertThat(proxy.streams()).extracting(StreamInfo::codec).containsExactly("h264", "aac");
        assertThat(proxy.streams().get(0).width()).isEqualTo(640);
        assertThat(proxy.streams().get(0).height()).isEqualTo(360);
        assertThat(proxy.streams().get(0).framesCounted()).isBetween(118L, 121L);
        assertThat(proxy.durationMicros()).isBetween(3_900_000L, 4_100_000L);
        assertThat(proxy.continuity().verdict()).isEqualTo(Verdict.CONTINUOUS);
        String bytes = Files.readString(out, StandardCharsets.ISO_8859_1);
        assertThat(bytes.indexOf("moov")).isBetween(1, bytes.indexOf("mdat"));
        assertThat(bytes).contains("proxy of recording 0190aaaa-test");
    }

    @Test
    void aProxyKeepsTheHolesOfItsRecording() throws Exception {
        Path original = footage("gap-for-proxy.mp4", small(6).withGap(seconds(2), seconds(2)));
        Path out = folder.resolve("gap-proxy.mp4");
        workers.proxy(original, out, "r");
        assertThat(workers.inspect(out).durationMicros()).isBetween(5_900_000L, 6_100_000L);
    }

    @Test
    void picturesAreMadeAndTheirIndexNamesTheirTimes() throws Exception {
        Pictures pictures = workers.pictures(footage("pictures.mp4", small(20)), folder.resolve("pictures"));
        assertThat(pictures.state()).isEqualTo(DescriptionState.DONE);
        assertThat(pictures.cells()).isGreaterThanOrEqualTo(8);
        assertThat(ImageIO.read(pictures.poster().toFile()).getWidth()).isEqualTo(160);
        JsonObject index = JsonObject.parse(Files.readAllBytes(pictures.storyboardIndex()));
        var board = ImageIO.read(pictures.storyboard().toFile());
        assertThat(board.getWidth()).isEqualTo((int) (index.integer("columns") * index.integer("cell_width")));
        assertThat(board.getHeight()).isEqualTo((int) (index.integer("rows") * index.integer("cell_height")));
        assertThat(index.array("cells").objects())
                .hasSize(pictures.cells())
                .extracting(cell -> cell.integer("at_us"))
                .isSorted()
                .allMatch(at -> at >= 0 && at < 20_000_000);
    }

    private Path write(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes);
    }
}
