package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.ingest.pipeline.describe.CameraShift.built;
import static org.unbroken.ingest.pipeline.describe.CameraShift.file;
import static org.unbroken.ingest.pipeline.describe.CameraShift.video;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.Weight;

class ProfileRulesTest {
    private static final Inspection CAMERA = video("camera 1.0", 1920, "30000/1001");
    private static final Inspection REMUXED = video("Lavf59.27.100", 1920, "30000/1001");
    private static final Inspection UPDATED = video("camera 2.0", 1920, "30000/1001");
    private static final Inspection SMALLER = video("camera 1.0", 1280, "30000/1001");

    /** Files r00, r01, … in a row. */
    private static CameraShift shift(Inspection... files) {
        List<TakeFacts> facts = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            facts.add(built(file(String.format("r%02d", i), i + 1, 100L * i, 100L * i + 50), files[i]));
        }
        return CameraShift.of(facts);
    }

    private static Inspection[] files(int before, Inspection... then) {
        List<Inspection> files = new ArrayList<>();
        for (int i = 0; i < before; i++) {
            files.add(CAMERA);
        }
        files.addAll(List.of(then));
        return files.toArray(new Inspection[0]);
    }

    @Test
    void aFileOfAnotherWriterDepartsFromItsCamerasProfile() {
        CameraShift shift = shift(files(9, REMUXED, CAMERA));
        assertThat(shift.only("r09", ProfileRules.PROFILE_DEPARTURE)).satisfies(finding -> {
            assertThat(finding.weight()).isEqualTo(Weight.LIKELY);
            assertThat(finding.detail())
                    .contains("(9 of them)", "software \"Lavf59.27.100\" instead of \"camera 1.0\"");
        });
        assertThat(shift.kinds("r10")).doesNotContain(ProfileRules.PROFILE_DEPARTURE);
    }

    @Test
    void littleHistoryAndUsersSettingsAreOnlyNoted() {
        assertThat(shift(files(5, REMUXED))
                        .only("r05", ProfileRules.PROFILE_DEPARTURE)
                        .weight())
                .isEqualTo(Weight.NOTED);
        assertThat(shift(files(20, SMALLER)).only("r20", ProfileRules.PROFILE_DEPARTURE))
                .satisfies(finding -> {
                    assertThat(finding.weight()).isEqualTo(Weight.NOTED);
                    assertThat(finding.detail()).contains("h264 1280x720");
                });
        assertThat(shift(files(3, REMUXED)).kinds("r03")).doesNotContain(ProfileRules.PROFILE_DEPARTURE);
    }

    @Test
    void whatLastsIsTheNewProfileAndItsFirstFilesDepartNoMore() {
        CameraShift three = shift(files(9, UPDATED, UPDATED, UPDATED));
        assertThat(three.kinds("r09")).contains(ProfileRules.PROFILE_DEPARTURE);
        CameraShift four = shift(files(9, UPDATED, UPDATED, UPDATED, UPDATED, CAMERA, UPDATED));
        assertThat(four.only("r09", ProfileRules.PROFILE_CHANGE)).satisfies(finding -> {
            assertThat(finding.weight()).isEqualTo(Weight.NOTED);
            assertThat(finding.detail()).contains("software \"camera 2.0\" instead of \"camera 1.0\"");
        });
        for (String later : List.of("r10", "r11", "r12", "r13", "r14")) {
            assertThat(four.kinds(later)).doesNotContain(ProfileRules.PROFILE_DEPARTURE, ProfileRules.PROFILE_CHANGE);
        }
    }

    @Test
    void whatAnAnalyserDoesNotTellIsNotCompared() {
        JsonObject more = CAMERA.toJson()
                .with()
                .put(
                        "structure",
                        JsonObject.builder().put("boxes", "ftyp moov mdat").build())
                .build();
        Structure newer = Structure.of(more);
        Structure older = Structure.of(CAMERA.toJson());
        assertThat(newer.agrees(older)).isTrue();
        Structure other = Structure.of(more.with()
                .put(
                        "structure",
                        JsonObject.builder().put("boxes", "ftyp free mdat moov").build())
                .build());
        assertThat(newer.otherWriter(other)).isTrue();
        assertThat(Structure.parse(newer.text())).isEqualTo(newer);
    }

    /** The camera's file, with what its inspection tells of its build. */
    private static Inspection structured(String... members) {
        JsonObject.Builder structure = JsonObject.builder()
                .put("boxes", "ftyp mdat moov(mvhd trak)")
                .put("video_boxes", "tkhd mdia(mdhd hdlr) avc1(avcC)")
                .put("sound_boxes", "tkhd mdia(mdhd hdlr) mp4a")
                .put("parameter_sets", "aa")
                .put("group", "30 pictures, in order");
        for (int i = 0; i < members.length; i += 2) {
            structure.put(members[i], members[i + 1]);
        }
        return Inspection.parse(
                CAMERA.toJson().with().put("structure", structure.build()).build());
    }

    private static List<Inspection> inRow(int count, Inspection like, Inspection... then) {
        List<Inspection> files = new ArrayList<>(Collections.nCopies(count, like));
        files.addAll(List.of(then));
        return files;
    }

    @Test
    void aFileWhoseBoxesAreOthersDepartsAndSaysWhich() {
        Inspection repacked = structured("boxes", "ftyp free mdat moov(mvhd trak udta)");
        assertThat(CameraProfile.last(inRow(9, structured(), repacked))).hasValueSatisfying(finding -> {
            assertThat(finding.kind()).isEqualTo(ProfileRules.PROFILE_DEPARTURE);
            assertThat(finding.weight()).isEqualTo(Weight.LIKELY);
            assertThat(finding.detail())
                    .contains("boxes \"ftyp free mdat moov(mvhd trak udta)\" instead of \"ftyp mdat moov(mvhd trak)\"");
        });
        assertThat(CameraProfile.last(inRow(9, structured(), structured()))).isEmpty();
    }

    @Test
    void otherParameterSetsAndGroupsAreSettingsAndOnlyNoted() {
        Inspection other = structured("parameter_sets", "bb", "group", "60 pictures, in order");
        assertThat(CameraProfile.last(inRow(9, structured(), other)))
                .hasValueSatisfying(finding -> assertThat(finding.weight()).isEqualTo(Weight.NOTED));
    }

    @Test
    void aFirmwareUpdateThatLastsIsAChangeAndNoDeparture() {
        Inspection updated = structured("boxes", "ftyp moov(mvhd trak) mdat", "video_boxes", "tkhd edts(elst) mdia");
        List<Inspection> files = inRow(9, structured(), updated);
        assertThat(CameraProfile.last(files)).map(Finding::kind).contains(ProfileRules.PROFILE_DEPARTURE);
        CameraShift shift =
                shift(inRow(9, structured(), updated, updated, updated, updated).toArray(new Inspection[0]));
        assertThat(shift.only("r09", ProfileRules.PROFILE_CHANGE).detail()).contains("boxes");
        assertThat(shift.kinds("r12")).doesNotContain(ProfileRules.PROFILE_DEPARTURE);
    }

    private static Inspection firmware(Inspection like, String version) {
        JsonObject json = like.toJson();
        JsonObject metadata =
                json.object("metadata").with().put("firmware", version).build();
        return Inspection.parse(json.with().put("metadata", metadata).build());
    }

    /** Rewriting a file loses the camera's own tags; another version of the firmware would be there in its place. */
    @Test
    void aFirmwareThatIsNoLongerNamedExcusesNothing() {
        Inspection camera = firmware(structured(), "HD5.02");
        assertThat(CameraProfile.last(inRow(9, camera, structured("boxes", "ftyp free mdat moov"))))
                .hasValueSatisfying(finding -> assertThat(finding.weight()).isEqualTo(Weight.LIKELY));
        Inspection updated = firmware(structured("boxes", "ftyp free mdat moov"), "HD5.03");
        assertThat(CameraProfile.last(inRow(9, camera, updated)))
                .hasValueSatisfying(finding -> assertThat(finding.weight()).isEqualTo(Weight.NOTED));
    }

    /** What was learned from analyses of an older version stands, and nothing of it departs for the new members. */
    @Test
    void filesInspectedBeforeThereWasAStructureAreStillTheCamerasOwn() {
        assertThat(CameraProfile.last(inRow(9, CAMERA, structured()))).isEmpty();
        assertThat(CameraProfile.last(inRow(9, structured(), CAMERA))).isEmpty();
    }

    @Test
    void aRateThatVariesALittleIsOneRateAndAnUnevenOneIsNone() {
        CameraShift shift = shift(files(
                9,
                video("camera 1.0", 1920, "25"),
                video("camera 1.0", 1920, "2996/100"),
                video("camera 1.0", 1920, "1733/100")));
        assertThat(shift.kinds("r09")).contains(ProfileRules.PROFILE_DEPARTURE);
        assertThat(shift.kinds("r10")).doesNotContain(ProfileRules.PROFILE_DEPARTURE);
        assertThat(shift.kinds("r11")).doesNotContain(ProfileRules.PROFILE_DEPARTURE);
    }

    @Test
    void cutFilesAndPhotographsAreNotHeldAgainstRecordings() {
        Inspection failed = Inspection.failed("video/mp4", "the index is missing");
        assertThat(shift(files(9, failed)).kinds("r09")).doesNotContain(ProfileRules.PROFILE_DEPARTURE);
    }
}
