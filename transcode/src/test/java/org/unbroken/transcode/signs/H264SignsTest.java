package org.unbroken.transcode.signs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.transcode.codec.H264Units.forgetting;
import static org.unbroken.transcode.codec.H264Units.idr;
import static org.unbroken.transcode.codec.H264Units.picture;
import static org.unbroken.transcode.codec.H264Units.pps;
import static org.unbroken.transcode.codec.H264Units.sps;
import static org.unbroken.transcode.codec.H264Units.userData;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.codec.BitWriter;

/** The rules on streams written picture by picture: groups of an IDR picture and so many that refer to it. */
class H264SignsTest {
    private static final long FRAME = 40_000;
    private static final String X264 = "dc45e9bde6d948b7962cd820d923eeef";

    private final CodedStream stream = SignReader.of("h264").orElseThrow();
    private long time;

    H264SignsTest() {
        stream.configuration(BitWriter.annexB(sps(false, 30), pps(0)), 0);
    }

    private void add(boolean key, byte[]... units) {
        stream.packet(BitWriter.annexB(units), time, key);
        time += FRAME;
    }

    private void group(int id, int pictures) {
        add(true, idr(id));
        for (int i = 1; i < pictures; i++) {
            add(false, picture(i, 2 * i, true));
        }
    }

    private List<Sign> signs(String rule) {
        return stream.signs().stream().filter(sign -> sign.rule().equals(rule)).toList();
    }

    @Test
    void anUnbrokenStreamShowsNothing() {
        for (int i = 0; i < 40; i++) {
            group(i % 2, 50);
        }
        assertThat(stream.signs()).isEmpty();
    }

    @Test
    void missingReferencePicturesAreCertainWhereTheyAreMissing() {
        group(0, 20);
        add(true, idr(1));
        for (int i = 1; i < 50; i++) {
            if (i < 10 || i > 16) {
                add(false, picture(i, 2 * i, true));
            }
        }
        Sign sign = signs("frame-num/1").get(0);
        assertThat(sign.weight()).isEqualTo(Weight.CERTAIN);
        assertThat(sign.atMicros()).isEqualTo(30 * FRAME);
        assertThat(sign.detail()).contains("at least 7 coded reference pictures");
        assertThat(signs("frame-num/1")).hasSize(1);
    }

    @Test
    void picturesThatNothingRefersToHaveTheNextNumberAndMayGo() {
        add(true, idr(0));
        for (int i = 1; i < 40; i++) {
            add(false, picture(i, 4 * i, true));
            if (i % 3 > 0) {
                add(false, picture(i + 1, 4 * i - 2, false));
            }
        }
        assertThat(signs("frame-num/1")).isEmpty();
    }

    @Test
    void oneDamagedHeaderIsNoMissingPicture() {
        add(true, idr(0));
        for (int i = 1; i < 40; i++) {
            add(false, picture(i == 20 ? 9 : i, 2 * i, true));
        }
        assertThat(signs("frame-num/1")).isEmpty();
    }

    @Test
    void breakRightBeforeAnIdrIsOnlyLikely() {
        add(true, idr(0));
        for (int i = 1; i < 20; i++) {
            add(false, picture(i, 2 * i, true));
        }
        add(false, picture(25, 50, true));
        group(1, 20);
        assertThat(signs("frame-num/1")).hasSize(1).allMatch(sign -> sign.weight() == Weight.LIKELY);
    }

    @Test
    void operationFiveBeginsTheNumbersAnew() {
        add(true, idr(0));
        for (int i = 1; i < 10; i++) {
            add(false, picture(i, 2 * i, true));
        }
        add(false, forgetting(10, 20));
        for (int i = 1; i < 20; i++) {
            add(false, picture(i, 2 * i, true));
        }
        assertThat(signs("frame-num/1")).isEmpty();
        assertThat(signs("poc/1")).isEmpty();
    }

    @Test
    void anEncoderThatMayLeaveOutNumbersIsNeverCertain() {
        CodedStream loose = SignReader.of("h264").orElseThrow();
        loose.configuration(BitWriter.annexB(sps(true, 30), pps(0)), 0);
        loose.packet(BitWriter.annexB(idr(0)), 0, true);
        for (int i = 1; i < 200; i++) {
            loose.packet(BitWriter.annexB(picture(i < 100 ? i : i + 3, 2 * i, true)), i * FRAME, false);
        }
        assertThat(loose.signs())
                .filteredOn(sign -> sign.rule().equals("frame-num/1"))
                .hasSize(1)
                .allMatch(sign -> sign.weight() == Weight.LIKELY);
    }

    @Test
    void numbersThatAreAlwaysOtherAreNotJudged() {
        add(true, idr(0));
        for (int i = 1; i < 100; i++) {
            add(false, picture(2 * i, 2 * i, true));
        }
        assertThat(signs("frame-num/1")).hasSize(1).allMatch(sign -> sign.weight() == Weight.NOTED);
    }

    @Test
    void aGroupTakenOutBreaksTheRhythmOfIds() {
        for (int i = 0; i < 12; i++) {
            if (i != 7) {
                group(i % 2, 20);
            }
        }
        assertThat(signs("idr-rhythm/1"))
                .hasSize(1)
                .allMatch(sign -> sign.weight() == Weight.LIKELY && sign.atMicros() == 140 * FRAME);
    }

    @Test
    void idsThatNeverChangeOrHaveNoRhythmTellNothing() {
        int[] ids = {0, 0, 5, 1, 1, 9, 3, 3, 3, 2, 7};
        for (int id : ids) {
            group(id, 5);
        }
        assertThat(signs("idr-rhythm/1")).isEmpty();
    }

    @Test
    void aPictureThatNothingRefersToIsMissedInTheOrder() {
        add(true, idr(0));
        add(false, picture(1, 2, false));
        for (int i = 1; i < 60; i++) {
            add(false, picture(i, 4 * i, true));
            if (i != 30) {
                add(false, picture(i + 1, 4 * i + 2, false));
            }
        }
        assertThat(signs("frame-num/1")).isEmpty();
        assertThat(signs("poc/1")).hasSize(1).allMatch(sign -> sign.detail()
                .startsWith("the encoder counted 1 picture "));
    }

    @Test
    void aDroppedPictureThatLeavesItsTimeIsNoSign() {
        add(true, idr(0));
        add(false, picture(1, 2, false));
        for (int i = 1; i < 60; i++) {
            add(false, picture(i, 4 * i, true));
            if (i == 30) {
                time += FRAME;
            } else {
                add(false, picture(i + 1, 4 * i + 2, false));
            }
        }
        assertThat(signs("poc/1")).isEmpty();
    }

    @Test
    void parameterSetsThatComeAgainMatterOnlyWhenTheyDiffer() {
        for (int i = 0; i < 4; i++) {
            add(true, sps(false, 30), pps(0), idr(i % 2));
        }
        assertThat(stream.signs()).isEmpty();
        add(true, sps(false, 31), pps(2), idr(0));
        assertThat(signs("parameter-sets/1"))
                .hasSize(1)
                .allMatch(sign -> sign.kind() == FindingKind.PARAMETER_CHANGE && sign.atMicros() == 4 * FRAME);
    }

    @Test
    void anEncoderThatIntroducesItselfTwiceIsTwo() {
        add(true, userData(X264, "x264 - core 164"), idr(0));
        add(true, idr(1));
        add(true, idr(0));
        assertThat(stream.signs()).isEmpty();
        add(true, userData(X264, "x264 - core 164"), idr(1));
        assertThat(signs("second-encoder/1")).hasSize(1).allMatch(sign -> sign.atMicros() == 3 * FRAME);
    }

    @Test
    void clocksInUserDataAreComparedWithTheTimes() {
        for (int i = 0; i < 20; i++) {
            long micros = 1_700_000_000_000_000L + i * FRAME + (i < 12 ? 0 : 9_000_000);
            add(
                    i == 0,
                    userData("4d4953506d6963726f73656374696d65", misp(micros)),
                    i == 0 ? idr(0) : picture(i, 2 * i, true));
        }
        assertThat(signs("sei-clock/1"))
                .hasSize(1)
                .allMatch(sign -> sign.atMicros() == 12 * FRAME && sign.detail().contains("ahead by 9 s"));
    }

    private static String misp(long micros) {
        StringBuilder text = new StringBuilder("\u001f");
        for (int part = 3; part >= 0; part--) {
            text.append((char) (micros >> (16 * part + 8) & 0xff)).append((char) (micros >> (16 * part) & 0xff));
            text.append(part > 0 ? "\u00ff" : "");
        }
        return text.toString();
    }

    @Test
    void signaturesAreRecognised() {
        add(true, userData(Provenance.ONVIF_MEDIA_SIGNING.uuid(), "signature"), idr(0));
        assertThat(stream.provenance()).containsExactly(Provenance.ONVIF_MEDIA_SIGNING);
        add(true, userData(Provenance.AXIS_SIGNED_VIDEO.uuid(), "signature"), idr(0));
        assertThat(stream.provenance())
                .containsExactlyInAnyOrder(Provenance.ONVIF_MEDIA_SIGNING, Provenance.AXIS_SIGNED_VIDEO);
    }

    /** Types 9 and 10 are a delimiter of one byte and an end of sequence; GB 35114 puts longer units under them. */
    @Test
    void unitsThatGb35114FillsAreRecognisedAndOrdinaryOnesAreNot() {
        add(true, new byte[] {9, (byte) 0x10}, idr(0));
        assertThat(stream.provenance()).isEmpty();
        byte[] authentication = new byte[80];
        Arrays.fill(authentication, (byte) 0x5a);
        authentication[0] = 0x6a;
        add(true, authentication, idr(1));
        assertThat(stream.provenance()).containsExactly(Provenance.GB_35114);
    }

    @Test
    void aShortGroupInTheMiddleIsNotedAndTheLastIsNot() {
        for (int i = 0; i < 10; i++) {
            group(i % 2, i == 4 ? 13 : 20);
        }
        group(0, 3);
        assertThat(signs("short-group/1")).hasSize(1).allMatch(sign -> sign.weight() == Weight.NOTED);
    }

    @Test
    void memoryStaysBoundedWhateverComes() {
        List<byte[]> units = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            units.add(picture(i * 7, i * 11, true));
        }
        for (int i = 0; i < 200_000; i++) {
            add(i % 9 == 0, i % 5 == 0 ? idr(i % 60_000) : units.get(i % 16));
        }
        assertThat(stream.signs()).hasSizeLessThan(2_000);
    }
}
