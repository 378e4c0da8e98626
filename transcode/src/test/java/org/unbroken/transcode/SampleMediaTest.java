package org.unbroken.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real files, when they are here: what each is, how far it is described, and whether it looks interrupted. */
class SampleMediaTest extends RunningWorkers {
    @ParameterizedTest
    @CsvSource({
        "gopro_hero5_karma_h264_aac_gpmf.mp4, video/mp4, DONE, CONTINUOUS, 12078",
        "phone_h264_aac_gps_720p.mp4, video/mp4, DONE, CONTINUOUS, 3635",
        "street_hevc_aac_1376x1840.mp4, video/mp4, DONE, CONTINUOUS, 5005",
        "apple_hevc10_editlist_rot90.mp4, video/quicktime, DONE, CONTINUOUS, 2548",
        "rexing_dashcam_1440p_h264_aac_cut.ts, video/mp2t, DONE, CONTINUOUS, 334",
        "london_h264_aac_fragmented.mp4, video/mp4, DONE, CONTINUOUS, 15570",
        "iphone6_h264_aac_gps_rot90.mov, video/quicktime, DONE, CONTINUOUS, 4002",
        "person_h264_noaudio.mkv, video/x-matroska, DONE, CONTINUOUS, 3666",
        "chrome_live_vp9_opus_noduration.webm, video/webm, DONE, CONTINUOUS, 4938",
        "canon_mjpeg_pcm.avi, video/x-msvideo, DONE, CONTINUOUS, 2600",
        "phone_h263_amrnb_vfr.3gp, video/3gpp, DONE, CONTINUOUS, 15200",
        "voice_amr_nb.amr, audio/amr, DONE, CONTINUOUS, 4360",
        "iphone_voicememo_aac_gps.m4a, audio/mp4, DONE, CONTINUOUS, 1137",
        "mislabelled_m4a_as.wav, audio/mp4, DONE, CONTINUOUS, 1137",
        "screenrec_extreme_vfr_h264.mp4, video/mp4, DONE, CONTINUOUS, 8726",
        "street_1080p30_h264_aac_loop4.mp4, video/mp4, DONE, CONTINUOUS, 23036",
        "damaged_bitflips_in_mdat.mov, video/quicktime, DONE, CONTINUOUS, 4002",
        "edited_removed_span_gap_kept.mp4, video/mp4, DONE, INTERRUPTED, 12067",
        "damaged_ts_packet_loss.ts, video/mp2t, PARTIAL, INTERRUPTED, 209",
        "damaged_truncated_after_moov.mp4, video/mp4, PARTIAL, UNDETERMINED, -1",
        "fuzz_bug603918.webm, video/webm, PARTIAL, UNDETERMINED, -1",
        "fuzz_bad_mdhd_timescale.mp4, video/mp4, PARTIAL, UNDETERMINED, -1",
        "fuzz_zero_empty_stsc.mp4, video/mp4, PARTIAL, UNDETERMINED, -1",
        "fuzz_bug1480003.webm, video/webm, FAILED, UNDETERMINED, -1",
        "fuzz_stsc_chunk_out_of_range.mp4, video/mp4, FAILED, UNDETERMINED, -1",
        "damaged_moov_missing.mp4, video/mp4, FAILED, UNDETERMINED, -1",
        "zero_byte.mp4, application/octet-stream, FAILED, UNDETERMINED, -1",
        "garbage_random.mp4, application/octet-stream, FAILED, UNDETERMINED, -1",
        "htc_photo_exif_gps.jpg, image/jpeg, DONE, UNDETERMINED, -1",
        "mislabelled_jpeg_as.mp4, image/jpeg, DONE, UNDETERMINED, -1"
    })
    void each(String name, String type, DescriptionState state, Verdict verdict, long millis) throws Exception {
        Inspection inspection = workers.inspect(SampleMedia.file(name));
        assertThat(inspection.type()).isEqualTo(type);
        assertThat(inspection.description()).as(inspection.reason()).isEqualTo(state);
        assertThat(inspection.continuity().verdict()).isEqualTo(verdict);
        if (millis >= 0) {
            assertThat(inspection.durationMicros() / 1000).isBetween(millis - 100, millis + 100);
        }
        assertThat(inspection.toJson().canonical().length).isLessThan(60_000);
    }

    @Test
    void aPhonesTagsAreRead() throws Exception {
        MediaMetadata iphone = workers.inspect(SampleMedia.file("iphone6_h264_aac_gps_rot90.mov"))
                .metadata();
        assertThat(iphone.make()).isEqualTo("Apple");
        assertThat(iphone.model()).isEqualTo("iPhone 6");
        assertThat(iphone.creationTime()).isEqualTo("2019-07-24T08:25:57.000000Z");
        assertThat(iphone.creationDate()).isEqualTo("2019-07-24T11:25:40+0300");
        assertThat(iphone.location()).isEqualTo(new Location("32.0929", "34.8620", "28.516"));
    }

    @Test
    void rotationIsClockwiseAsPlayersTurnIt() throws Exception {
        Inspection iphone = workers.inspect(SampleMedia.file("iphone6_h264_aac_gps_rot90.mov"));
        StreamInfo video = iphone.streams().get(1);
        assertThat(video.rotationDegrees()).isEqualTo(90);
        assertThat(video.width()).isEqualTo(568);
        assertThat(video.framesCounted()).isEqualTo(120);
    }

    @Test
    void telemetryBecomesATrack() throws Exception {
        MediaMetadata gopro = workers.inspect(SampleMedia.file("gopro_hero5_karma_h264_aac_gpmf.mp4"))
                .metadata();
        assertThat(gopro.make()).isEqualTo("GoPro");
        assertThat(gopro.track()).hasSize(12);
        assertThat(gopro.track().get(0).location()).isEqualTo(new Location("33.125368", "-117.3310641", "15.45"));
        assertThat(gopro.track().get(11).atMicros()).isEqualTo(11_011_000);
    }

    /** One coded stretch played four times, joined without a hole. */
    @Test
    void joinsWithoutAHoleAreSignsOfEditingAndNoInterruption() throws Exception {
        Continuity joined = workers.inspect(SampleMedia.file("street_1080p30_h264_aac_loop4.mp4"))
                .continuity();
        assertThat(joined.editing()).isEqualTo(Editing.SIGNS_FOUND);
        assertThat(joined.findings())
                .filteredOn(finding -> finding.kind().equals("join"))
                .extracting(finding -> finding.atMicros() / 1_000)
                .containsExactly(5_758L, 11_517L, 17_277L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gopro_hero5_karma_h264_aac_gpmf.mp4",
                "phone_h264_aac_gps_720p.mp4",
                "street_hevc_aac_1376x1840.mp4",
                "apple_hevc10_editlist_rot90.mp4",
                "rexing_dashcam_1440p_h264_aac_cut.ts",
                "london_h264_aac_fragmented.mp4",
                "iphone6_h264_aac_gps_rot90.mov",
                "person_h264_noaudio.mkv",
                "iphone_voicememo_aac_gps.m4a",
                "screenrec_extreme_vfr_h264.mp4",
                "damaged_bitflips_in_mdat.mov"
            })
    void whatWasNotEditedShowsNoSign(String name) throws Exception {
        assertThat(workers.inspect(SampleMedia.file(name)).continuity().editing())
                .isEqualTo(Editing.NO_SIGN_FOUND);
    }

    @Test
    void aPhotographsExifIsRead() throws Exception {
        MediaMetadata htc =
                workers.inspect(SampleMedia.file("htc_photo_exif_gps.jpg")).metadata();
        assertThat(htc.model()).isEqualTo("HTC Desire");
        assertThat(htc.creationTime()).isEqualTo("2011:05:06 09:59:48");
        assertThat(htc.location()).isEqualTo(new Location("45.5006667", "9.1103333", "217"));
    }

    @Test
    void theRemovedSpanIsFoundWhereItWas() throws Exception {
        Inspection edited = workers.inspect(SampleMedia.file("edited_removed_span_gap_kept.mp4"));
        assertThat(edited.continuity().findings())
                .filteredOn(finding -> finding.kind().equals("gap"))
                .hasSize(2)
                .allSatisfy(finding -> {
                    assertThat(finding.weight()).isEqualTo(Weight.CERTAIN);
                    assertThat(finding.atMicros()).isBetween(5_100_000L, 5_250_000L);
                    assertThat(finding.lengthMicros()).isBetween(2_500_000L, 2_650_000L);
                });
    }

    @Test
    void otherSignsAreNamed() throws Exception {
        Map<String, String> signs = Map.of(
                "apple_hevc10_editlist_rot90.mp4", "hidden_media",
                "damaged_truncated_after_moov.mp4", "truncated",
                "damaged_ts_packet_loss.ts", "packet_loss",
                "rexing_dashcam_1440p_h264_aac_cut.ts", "ragged_end",
                "canon_mjpeg_pcm.avi", "untimed");
        for (Map.Entry<String, String> sign : signs.entrySet()) {
            assertThat(workers.inspect(SampleMedia.file(sign.getKey()))
                            .continuity()
                            .findings())
                    .as(sign.getKey())
                    .extracting(Finding::kind)
                    .contains(sign.getValue());
        }
    }

    @Test
    void reasonsTellWhatHappened() throws Exception {
        assertThat(workers.inspect(SampleMedia.file("damaged_moov_missing.mp4")).reason())
                .contains("index (moov) is missing");
        assertThat(workers.inspect(SampleMedia.file("zero_byte.mp4")).reason()).isEqualTo("the file is empty");
        assertThat(workers.inspect(SampleMedia.file("damaged_truncated_after_moov.mp4"))
                        .reason())
                .contains("announces 109 frames");
    }

    @ParameterizedTest
    @CsvSource({
        "iphone6_h264_aac_gps_rot90.mov, h264+aac, 320, 568",
        "phone_h263_amrnb_vfr.3gp, h264+aac, 192, 144",
        "person_h264_noaudio.mkv, h264, 480, 360",
        "chrome_live_vp9_opus_noduration.webm, h264+aac, 640, 360",
        "canon_mjpeg_pcm.avi, h264+aac, 480, 360",
        "edited_removed_span_gap_kept.mp4, h264+aac, 320, 240",
        "voice_amr_nb.amr, aac, 0, 0"
    })
    void proxies(String name, String codecs, int width, int height) throws Exception {
        Path original = SampleMedia.file(name);
        ProxyResult result = workers.proxy(original, folder.resolve(name + ".mp4"), "rec");
        assertThat(result.reason()).isNull();
        Inspection proxy = workers.inspect(result.file());
        assertThat(proxy.streams().stream().map(StreamInfo::codec)).containsExactly(codecs.split("\\+"));
        assertThat(proxy.streams().get(0).width()).isEqualTo(width);
        assertThat(proxy.streams().get(0).height()).isEqualTo(height);
        long expected = workers.inspect(original).durationMicros();
        assertThat(proxy.durationMicros()).isBetween(expected - 100_000, expected + 100_000);
    }
}
