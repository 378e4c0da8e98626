package org.unbroken.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.FootageSpec;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.container.FileBytes;
import org.unbroken.transcode.container.IsoBoxes;
import org.unbroken.transcode.container.PatchedBytes;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.Library;
import org.unbroken.transcode.ffmpeg.MediaException;

/** A file read by its sample tables, and the same file read packet by packet by FFmpeg: they say the same. */
class BothReadingsTest {
    private static final int[] HOSTILE = {
        0, 1, 2, 1000, 0x10000, 1 << 28, 0x7fffff00, Integer.MAX_VALUE, Integer.MIN_VALUE, -2, -1
    };
    private static final String FRAGMENTS = "empty_moov+default_base_moof";
    private static final Progress SILENT = micros -> {};

    @TempDir
    Path folder;

    @BeforeAll
    static void natives() {
        System.setProperty(
                "org.bytedeco.javacpp.cachedir",
                Path.of("target", "natives").toAbsolutePath().toString());
        Library.load();
    }

    private Path footage(String name, FootageSpec spec) throws JobRefused {
        Path file = folder.resolve(name);
        JsonObject request = spec.toJson().with().put("out", file.toString()).build();
        new SynthesizeJob().run(request, SILENT);
        return file;
    }

    private static boolean readByTables(Path file) throws IOException {
        try (FileBytes bytes = FileBytes.open(file)) {
            IsoBoxes boxes = IsoBoxes.read(bytes);
            Optional<PatchedBytes> header = SampleReading.header(boxes, bytes);
            try (Input input =
                    header.isPresent() ? Input.openPatched(file, header.get()) : Input.openHeader(file, false)) {
                return SampleReading.read(input, header.isEmpty(), boxes, bytes, SILENT)
                        .isPresent();
            }
        } catch (MediaException e) {
            return false;
        }
    }

    /** Of how many samples FFmpeg keeps an entry for such a reading; negative where it is not so read. */
    private static int kept(Path file) throws IOException, MediaException {
        try (FileBytes bytes = FileBytes.open(file)) {
            IsoBoxes boxes = IsoBoxes.read(bytes);
            Optional<PatchedBytes> header = SampleReading.header(boxes, bytes);
            if (header.isEmpty()) {
                return -1;
            }
            try (Input input = Input.openPatched(file, header.get())) {
                int entries = 0;
                for (int i = 0; i < input.streams(); i++) {
                    entries += avformat_index_get_entries_count(input.stream(i));
                }
                return SampleReading.read(input, false, boxes, bytes, SILENT).isPresent() ? entries : -1;
            }
        }
    }

    /** FFmpeg 8 gives no packets of data tracks that it knows nothing about; their tables have them. */
    private static String said(Inspection inspection) {
        JsonObject json = inspection.toJson();
        List<JsonObject> media = json.array("streams").objects().stream()
                .filter(stream -> !stream.string("kind").equals("data"))
                .toList();
        return json.with()
                .put("streams", new JsonArray(List.copyOf(media)))
                .build()
                .text();
    }

    private static void same(Path file) throws IOException {
        assertThat(said(InspectJob.inspect(file, SILENT)))
                .as(file.getFileName().toString())
                .isEqualTo(said(InspectJob.inspectByPackets(file, SILENT)));
    }

    @Test
    void whateverIsMadeHereIsReadByItsTablesAndIsTheSame() throws Exception {
        List<Path> files = List.of(
                footage("whole.mp4", FootageSpec.of(3, 160, 120, 30, 1)),
                footage("uneven.mp4", FootageSpec.of(2, 64, 48, 7, 2)),
                footage("large.mp4", FootageSpec.of(1, 1280, 720, 25, 3)),
                footage(
                        "gap.mp4",
                        FootageSpec.of(4, 160, 120, 15, 4).withGap(Duration.ofSeconds(1), Duration.ofSeconds(1))));
        for (Path file : files) {
            assertThat(readByTables(file)).as(file.toString()).isTrue();
            assertThat(kept(file)).as(file.toString()).isZero();
            same(file);
        }
    }

    /** H.264 and sound, together and alone, several of them, with and without holes, and each way that samples are told. */
    @Test
    void fragmentedFilesAreReadByTheirTablesAndAreTheSame() throws Exception {
        Path whole = footage("to-fragment.mp4", FootageSpec.of(6, 64, 48, 10, 6));
        Map<String, Remux> made = new LinkedHashMap<>();
        made.put("key", Remux.fragments("frag_keyframe+empty_moov+default_base_moof", 0, 1));
        made.put("seconds", Remux.fragments(FRAGMENTS, 0, 1).each(1_000_000));
        made.put("pictures", Remux.fragments(FRAGMENTS, 0).each(500_000));
        made.put("sound", Remux.fragments(FRAGMENTS, 1).each(700_000));
        made.put("several", Remux.fragments(FRAGMENTS, 0, 1, 1, 0).each(1_000_000));
        made.put("gap", Remux.fragments(FRAGMENTS, 0, 1).each(1_000_000).without(12, 17));
        made.put("no-base", Remux.fragments("empty_moov+omit_tfhd_offset", 0).each(1_000_000));
        made.put("separate", Remux.fragments(FRAGMENTS + "+separate_moof", 0, 1).each(1_000_000));
        made.put("absolute", Remux.fragments("empty_moov", 0, 1).each(1_000_000));
        List<String> byTables = new ArrayList<>();
        for (Map.Entry<String, Remux> each : made.entrySet()) {
            Path file = folder.resolve(each.getKey() + ".mp4");
            each.getValue().write(whole, file);
            same(file);
            if (readByTables(file)) {
                byTables.add(each.getKey());
                assertThat(kept(file)).as(each.getKey()).isZero();
            }
        }
        assertThat(byTables).containsExactlyElementsOf(made.keySet());
        for (Remux left : List.of(
                Remux.fragments(FRAGMENTS, 0, 1).each(1_000_000).without(12, 31),
                Remux.fragments("frag_every_frame+empty_moov+default_base_moof", 0, 1),
                Remux.fragments("empty_moov+default_base_moof+dash", 0, 1).each(1_000_000),
                Remux.fragments("empty_moov+default_base_moof+negative_cts_offsets", 0, 1)
                        .each(1_000_000))) {
            Path file = folder.resolve("left.mp4");
            left.write(whole, file);
            same(file);
        }
    }

    @Test
    void realRecordingsAreTheSame() throws Exception {
        Path samples = Path.of(System.getProperty("unbroken.root", "."), "..", "shared", "media");
        Assumptions.assumeTrue(Files.isDirectory(samples), "sample media are not here");
        List<Path> files;
        try (Stream<Path> all = Files.list(samples)) {
            files = all.filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(mp4|mov|3gp|m4a|wav)"))
                    .sorted()
                    .toList();
        }
        List<String> byTables = new ArrayList<>();
        Map<String, Integer> entries = new TreeMap<>();
        for (Path file : files) {
            same(file);
            if (Files.size(file) > 0 && readByTables(file)) {
                String name = file.getFileName().toString();
                byTables.add(name);
                entries.put(name, kept(file));
            }
        }
        assertThat(byTables)
                .contains(
                        "apple_hevc10_editlist_rot90.mp4",
                        "gopro_hero5_karma_h264_aac_gpmf.mp4",
                        "iphone6_h264_aac_gps_rot90.mov",
                        "london_h264_aac_fragmented.mp4",
                        "phone_h264_aac_gps_720p.mp4",
                        "street_1080p30_h264_aac_loop4.mp4",
                        "street_hevc_aac_1376x1840.mp4")
                .doesNotContain("damaged_truncated_after_moov.mp4");
        // What is left is the time of day that a camera keeps in a track of one sample.
        assertThat(entries.remove("gopro_hero5_karma_h264_aac_gpmf.mp4")).isOne();
        assertThat(entries.values()).containsOnly(0);
    }

    /** Whatever is done to the index: where the tables still agree both readings agree too; else FFmpeg's is taken. */
    @Tag("slow")
    @Test
    void aDamagedIndexIsReadAlikeOrLeftToFfmpeg() throws Exception {
        byte[] whole = Files.readAllBytes(footage("to-damage.mp4", FootageSpec.of(1, 64, 48, 10, 5)));
        int index = at(whole, "moov", 0);
        int end = at(whole, "mdat", index);
        assertThat(damaged(whole, random -> index + random.nextInt(end - index - 4), 200))
                .isBetween(20, 199);
    }

    @Tag("slow")
    @Test
    void damagedFragmentsAreReadAlikeOrLeftToFfmpeg() throws Exception {
        Path file = folder.resolve("fragments.mp4");
        Remux.fragments(FRAGMENTS, 0, 1)
                .each(500_000)
                .write(footage("to-damage.mp4", FootageSpec.of(2, 64, 48, 10, 5)), file);
        byte[] whole = Files.readAllBytes(file);
        List<int[]> tables = new ArrayList<>();
        int defaults = at(whole, "mvex", 0);
        tables.add(new int[] {defaults, at(whole, "moof", defaults)});
        for (int from = at(whole, "moof", 0); from >= 0; from = at(whole, "moof", from + 4)) {
            tables.add(new int[] {from, at(whole, "mdat", from)});
        }
        assertThat(tables).hasSizeGreaterThan(3);
        assertThat(damaged(
                        whole,
                        random -> {
                            int[] table = tables.get(random.nextInt(tables.size()));
                            return table[0] + random.nextInt(table[1] - table[0] - 4);
                        },
                        300))
                .isBetween(20, 299);
    }

    private static int at(byte[] file, String type, int from) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(type, from);
    }

    /** Answers how many were read by their tables all the same. */
    private int damaged(byte[] whole, ToIntFunction<Random> place, int rounds) throws IOException {
        Random random = new Random(Long.getLong("unbroken.seed", 17));
        int byTables = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = Arrays.copyOf(whole, whole.length);
            int at = place.applyAsInt(random);
            if (random.nextBoolean()) {
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            } else {
                // Whole numbers as somebody would put them there who wants it to go wrong.
                ByteBuffer.wrap(damaged).putInt(at & ~3, HOSTILE[random.nextInt(HOSTILE.length)]);
            }
            Path file = Files.write(folder.resolve("damaged.mp4"), damaged);
            assertThat(said(InspectJob.inspect(file, SILENT)))
                    .as("around byte " + at + ", round " + round)
                    .isEqualTo(said(InspectJob.inspectByPackets(file, SILENT)));
            byTables += readByTables(file) ? 1 : 0;
        }
        return byTables;
    }
}
