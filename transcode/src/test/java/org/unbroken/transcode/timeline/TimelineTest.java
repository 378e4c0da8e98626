package org.unbroken.transcode.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.StreamInfo;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.Verdict;
import org.unbroken.transcode.Weight;

/** The rules on times made up packet by packet. */
class TimelineTest {
    private static final Reading PLAIN = new Reading(false, true, null, null, null);

    @Test
    void picturesThatComeOutOfOrderAreNotBackward() {
        StreamClock clock = new StreamClock(StreamKind.VIDEO);
        long[] order = {0, 3, 1, 2, 6, 4, 5, 9, 7, 8};
        for (long group = 0; group < 50; group++) {
            for (long frame : order) {
                clock.add(new Packet(Packet.NONE, (group * 10 + frame) * 33_333, 33_333, 100));
            }
        }
        Timeline timeline = timeline(video(clock));
        assertThat(timeline.continuity().findings()).isEmpty();
        assertThat(timeline.continuity().verdict()).isEqualTo(Verdict.CONTINUOUS);
    }

    @Test
    void aClockThatJumpsBackIsCertain() {
        StreamClock clock = new StreamClock(StreamKind.VIDEO);
        steady(clock, 0, 100, 40_000);
        steady(clock, 1_000_000, 100, 40_000);
        assertThat(only(timeline(video(clock)), "backward").weight()).isEqualTo(Weight.CERTAIN);
    }

    @Test
    void aHoleInEvenPicturesAloneIsLikely() {
        StreamClock clock = new StreamClock(StreamKind.VIDEO);
        steady(clock, 0, 100, 40_000);
        steady(clock, 5_000_000, 100, 40_000);
        Finding gap = only(timeline(video(clock)), "gap");
        assertThat(gap.weight()).isEqualTo(Weight.LIKELY);
        assertThat(gap.atMicros()).isEqualTo(4_000_000);
        assertThat(gap.lengthMicros()).isEqualTo(1_000_000);
    }

    @Test
    void aFewPicturesThatWereNeverRecordedAreNoFinding() {
        StreamClock clock = new StreamClock(StreamKind.VIDEO);
        steady(clock, 0, 100, 33_333);
        steady(clock, 3_400_000, 100, 33_333);
        Timeline timeline = timeline(video(clock));
        assertThat(timeline.continuity().findings()).allMatch(finding -> finding.weight() == Weight.NOTED);
        assertThat(timeline.continuity().verdict()).isEqualTo(Verdict.CONTINUOUS);
    }

    @Test
    void oddStepsOfPictureAndSoundAtOnceAreLikelyAJoin() {
        StreamClock picture = new StreamClock(StreamKind.VIDEO);
        steady(picture, 0, 100, 40_000);
        steady(picture, 4_030_000, 100, 40_000);
        StreamClock sound = new StreamClock(StreamKind.AUDIO);
        steady(sound, 0, 200, 20_000);
        steady(sound, 4_050_000, 200, 20_000);
        Timeline timeline = timeline(video(picture), audio(sound));
        assertThat(timeline.continuity().findings())
                .hasSize(2)
                .allMatch(finding -> finding.rule().equals("stts-step/1") && finding.weight() == Weight.LIKELY);
        assertThat(timeline.continuity().verdict()).isEqualTo(Verdict.CONTINUOUS);
    }

    @Test
    void unevenTimesHaveNoOddSteps() {
        StreamClock clock = new StreamClock(StreamKind.VIDEO);
        for (int i = 0; i < 200; i++) {
            long at = i * 40_000L + (i % 5) * 6_000L;
            clock.add(new Packet(at, at, 40_000, 100 + i));
        }
        assertThat(timeline(video(clock)).continuity().findings()).isEmpty();
    }

    @Test
    void slowFootageIsMeasuredByItsOwnPace() {
        StreamClock clock = new StreamClock(StreamKind.VIDEO);
        steady(clock, 0, 200, 1_000_000);
        steady(clock, 202_000_000, 200, 1_000_000);
        assertThat(timeline(video(clock)).continuity().findings()).isEmpty();
    }

    @Test
    void soundThatLiesOverItselfIsAnOverlap() {
        StreamClock clock = new StreamClock(StreamKind.AUDIO);
        clock.add(new Packet(0, 0, 1_000_000, 10));
        clock.add(new Packet(950_000, 600_000, 1_000_000, 11));
        assertThat(only(timeline(audio(clock)), "overlap").lengthMicros()).isEqualTo(400_000);
    }

    @Test
    void memoryAndFindingsStayBoundedHoweverManyHolesThereAre() {
        StreamClock clock = new StreamClock(StreamKind.AUDIO);
        for (long i = 0; i < 100_000; i++) {
            clock.add(new Packet(i * 1_000_000, i * 1_000_000, 20_000, 10));
        }
        Timeline timeline = timeline(audio(clock));
        assertThat(timeline.continuity().verdict()).isEqualTo(Verdict.INTERRUPTED);
        assertThat(timeline.continuity().findings()).hasSizeLessThan(600);
    }

    @Test
    void noTimesAtAllIsUndetermined() {
        StreamClock clock = new StreamClock(StreamKind.VIDEO);
        clock.add(new Packet(Packet.NONE, Packet.NONE, 0, 10));
        assertThat(timeline(video(clock)).continuity().verdict()).isEqualTo(Verdict.UNDETERMINED);
    }

    private static void steady(StreamClock clock, long from, int count, long distance) {
        for (int i = 0; i < count; i++) {
            long at = from + i * distance;
            clock.add(new Packet(at, at, distance, 100 + i));
        }
    }

    private static Finding only(Timeline timeline, String kind) {
        assertThat(timeline.continuity().verdict()).isEqualTo(Verdict.INTERRUPTED);
        List<Finding> found = timeline.continuity().findings().stream()
                .filter(finding -> finding.kind().equals(kind))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Timeline timeline(StreamFacts... streams) {
        return Timeline.of(List.of(streams), PLAIN, new FindingList());
    }

    private static StreamFacts video(StreamClock clock) {
        clock.finish();
        return new StreamFacts(
                new StreamInfo(
                        0,
                        StreamKind.VIDEO,
                        "h264",
                        640,
                        360,
                        0,
                        0,
                        0,
                        clock.packets(),
                        null,
                        clock.duration(),
                        0,
                        null),
                clock,
                0,
                false,
                null);
    }

    private static StreamFacts audio(StreamClock clock) {
        clock.finish();
        return new StreamFacts(
                new StreamInfo(
                        1, StreamKind.AUDIO, "aac", 0, 0, 0, 8000, 1, clock.packets(), null, clock.duration(), 0, null),
                clock,
                0,
                false,
                null);
    }
}
