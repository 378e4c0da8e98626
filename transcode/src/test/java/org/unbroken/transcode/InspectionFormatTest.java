package org.unbroken.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.json.JsonObject;

/** Inspections as they are written, and as earlier versions wrote them. */
class InspectionFormatTest {
    private static final Inspection INSPECTION = new Inspection(
            "video/mp4",
            DescriptionState.DONE,
            null,
            List.of(
                    new StreamInfo(0, StreamKind.VIDEO, "h264", 1280, 720, 0, 0, 0, 50, 50L, 2_000_000, 0, "25/1"),
                    new StreamInfo(1, StreamKind.AUDIO, "aac", 0, 0, 0, 48_000, 1, 94, 94L, 2_005_333, 0, null)),
            2_005_333L,
            MediaMetadata.parse(JsonObject.builder()
                    .put("container", "mov,mp4")
                    .put("make", "Maker")
                    .build()),
            new Continuity(Verdict.CONTINUOUS, Editing.NO_SIGN_FOUND, List.of()),
            List.of(new ChunkTime(0, 0, 2_005_333)),
            new FileStructure(new TreeMap<>(Map.of(
                    "boxes", "ftyp mdat moov(mvhd trak udta)",
                    "other_tracks", "none",
                    "parameter_sets", "00112233445566778899aabbccddeeff",
                    "video_profile", "h264 64001f"))));

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = InspectionFormatTest.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    @Test
    void itsBytesAreThoseOfTheFormat() throws Exception {
        assertThat(INSPECTION.toJson().canonical()).isEqualTo(golden("inspection.json"));
        assertThat(Inspection.parse(JsonObject.parse(golden("inspection.json"))))
                .isEqualTo(INSPECTION);
    }

    @Test
    void anInspectionFromBeforeTheStructureIsStillRead() throws Exception {
        Inspection old = Inspection.parse(JsonObject.parse(golden("inspection-before-structure.json")));
        assertThat(old.structure()).isEqualTo(FileStructure.NONE);
        assertThat(old.streams()).isEqualTo(INSPECTION.streams());
        assertThat(old.toJson().canonical()).isEqualTo(golden("inspection-before-structure.json"));
    }

    @Test
    void whatALaterVersionSaysInOtherWaysIsPassedOver() {
        FileStructure structure = FileStructure.parse(
                JsonObject.builder().put("boxes", "ftyp moov").put("later", 7).build());
        assertThat(structure.members()).containsExactly(Map.entry("boxes", "ftyp moov"));
    }

    /** A worker in hostile hands says what it likes: to the server that is an answer that makes no sense, or one that does. */
    @Test
    void numbersThatNoFileHasAreRefusedInTheWayThatIsExpected() {
        String text = INSPECTION.toJson().text();
        int refused = 0;
        for (String number :
                List.of("-1", "1099511627776", "-1099511627776", "9007199254740991", "-9007199254740991")) {
            Matcher numbers = Pattern.compile(":(-?[0-9]+)").matcher(text);
            while (numbers.find()) {
                JsonObject hostile =
                        JsonObject.parse((text.substring(0, numbers.start(1)) + number + text.substring(numbers.end(1)))
                                .getBytes(StandardCharsets.UTF_8));
                try {
                    Inspection.parse(hostile);
                } catch (IllegalArgumentException e) {
                    refused++;
                }
            }
            assertThat(MediaWorkers.cells(JsonObject.builder()
                            .put("cells", Long.parseLong(number))
                            .build()))
                    .isBetween(0, Integer.MAX_VALUE);
        }
        assertThat(refused).isGreaterThan(20);
    }
}
