package org.unbroken.transcode.signs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.codec.BitWriter;
import org.unbroken.transcode.codec.HevcUnits;

class HevcSignsTest {
    private static final long FRAME = 40_000;

    private final CodedStream stream = SignReader.of("hevc").orElseThrow();
    private long time;

    HevcSignsTest() {
        stream.configuration(BitWriter.annexB(HevcUnits.sps(), HevcUnits.pps()), 0);
    }

    private void add(boolean key, byte[] unit) {
        stream.packet(BitWriter.annexB(unit), time, key);
        time += FRAME;
    }

    private List<Sign> signs(String rule) {
        return stream.signs().stream().filter(sign -> sign.rule().equals(rule)).toList();
    }

    /** Entries every 30 pictures, from which the order goes on. */
    private void pictures(int from, int to) {
        for (int i = from; i < to; i++) {
            if (i % 30 == 0) {
                add(true, HevcUnits.entry(i));
            } else {
                add(false, HevcUnits.picture(i, i % 30 == 1 ? 1 : 1 + i % 2));
            }
        }
    }

    @Test
    void anUnbrokenStreamShowsNothing() {
        pictures(0, 1000);
        assertThat(stream.signs()).isEmpty();
    }

    @Test
    void aGroupThatIsGoneShowsInTheOrder() {
        pictures(0, 300);
        pictures(360, 600);
        assertThat(signs("hevc-references/1")).isEmpty();
        assertThat(signs("poc/1"))
                .hasSize(1)
                .allMatch(sign -> sign.weight() == Weight.LIKELY && sign.atMicros() == 300 * FRAME)
                .allMatch(sign -> sign.detail().contains("counted 60 pictures"));
    }

    @Test
    void aPictureThatOthersReferToAndThatIsGoneIsCertain() {
        pictures(0, 309);
        pictures(310, 600);
        assertThat(signs("hevc-references/1"))
                .hasSize(1)
                .allMatch(sign -> sign.weight() == Weight.CERTAIN && sign.atMicros() == 309 * FRAME);
    }

    @Test
    void whatLeansOnPicturesBeforeTheBeginningIsLeftOut() {
        add(true, HevcUnits.entry(30));
        add(false, HevcUnits.leading(29, 3));
        pictures(31, 200);
        assertThat(stream.signs()).isEmpty();
    }

    @Test
    void whatLeansOnPicturesBeforeAnEntryInTheMiddleMissesThem() {
        pictures(0, 60);
        add(true, HevcUnits.entry(120));
        add(false, HevcUnits.leading(119, 3));
        add(false, HevcUnits.leading(118, 2));
        pictures(121, 200);
        assertThat(signs("hevc-references/1")).isNotEmpty();
    }

    @Test
    void anIdrBeginsAnew() {
        pictures(0, 45);
        add(true, HevcUnits.idr());
        pictures(1, 100);
        assertThat(stream.signs()).allMatch(sign -> sign.rule().equals("short-group/1"));
    }
}
