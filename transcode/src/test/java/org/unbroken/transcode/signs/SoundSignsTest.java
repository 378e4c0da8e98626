package org.unbroken.transcode.signs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.codec.BitWriter;

class SoundSignsTest {
    private static final long FRAME = 23_220;
    private static final String LAVC = "Lavc60.3.100";

    private final CodedStream stream = SignReader.of("aac").orElseThrow();
    private long time;

    private void add(BitWriter bits) {
        byte[] bytes = bits.bits(0x1234567, 28).plain();
        // As a view of native memory comes.
        stream.packet(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), time, true);
        time += FRAME;
    }

    private static BitWriter window(BitWriter bits, int window) {
        return bits.bits(1, 3).bits(0, 4).flag(true).bits(0, 1).bits(window, 2);
    }

    private static BitWriter mono(int window) {
        return new BitWriter().bits(0, 3).bits(0, 4).bits(120, 8).bits(0, 1).bits(window, 2);
    }

    private static BitWriter named(String name) {
        BitWriter bits = new BitWriter().bits(6, 3);
        int count = name.length() + 2;
        bits.bits(Math.min(15, count), 4);
        if (count >= 15) {
            bits.bits(count - 14, 8);
        }
        bits.bits(0, 9);
        for (byte letter : name.getBytes(StandardCharsets.US_ASCII)) {
            bits.bits(letter, 8);
        }
        return bits.bits(0, 7);
    }

    private List<Sign> signs(String rule) {
        return stream.signs().stream().filter(sign -> sign.rule().equals(rule)).toList();
    }

    @Test
    void lawfulWindowsShowNothing() {
        for (int i = 0; i < 100; i++) {
            for (int window : new int[] {0, 1, 2, 2, 3, 1, 2, 3, 0}) {
                add(i % 2 == 0 ? mono(window) : window(new BitWriter(), window));
            }
        }
        assertThat(stream.signs()).isEmpty();
    }

    @Test
    void aWindowThatDoesNotFitIsLikely() {
        for (int i = 0; i < 50; i++) {
            add(mono(0));
        }
        add(mono(1));
        for (int i = 0; i < 50; i++) {
            add(mono(0));
        }
        assertThat(signs("aac-window/1"))
                .hasSize(1)
                .allMatch(sign -> sign.weight() == Weight.LIKELY && sign.atMicros() == 51 * FRAME);
    }

    @Test
    void anEncoderThatNeverKeepsTheOrderIsLeftAlone() {
        for (int i = 0; i < 100; i++) {
            add(mono(i % 4 == 3 ? 2 : 0));
        }
        assertThat(signs("aac-window/1")).isEmpty();
    }

    @Test
    void ffmpegsBeatIsKeptAndItsBreakIsCertain() {
        for (int i = 0; i < 1000; i++) {
            add(i % 256 == 0 ? window(named(LAVC), 0) : window(new BitWriter(), 0));
        }
        assertThat(stream.signs()).isEmpty();
        for (int i = 1100; i < 1400; i++) {
            add(i % 256 == 0 ? window(named(LAVC), 0) : window(new BitWriter(), 0));
        }
        assertThat(signs("aac-lavc-beat/1"))
                .hasSize(1)
                .allMatch(
                        sign -> sign.weight() == Weight.CERTAIN && sign.detail().contains("after 412"));
    }

    @Test
    void headersOfFramesOutsideOfFilesAreSkipped() {
        for (int window : new int[] {0, 2}) {
            BitWriter framed = new BitWriter().bits(0xfff1, 16).bits(0, 40);
            add(framed.bits(0, 3).bits(0, 4).bits(120, 8).bits(0, 1).bits(window, 2));
        }
        assertThat(signs("aac-window/1")).hasSize(1);
    }

    @Test
    void soundOfAnotherSyntaxIsLeftAlone() {
        stream.configuration(ByteBuffer.wrap(new byte[] {(byte) (42 << 3 & 0xff), 0}), 0);
        add(mono(0));
        add(mono(2));
        assertThat(stream.signs()).isEmpty();
    }
}
