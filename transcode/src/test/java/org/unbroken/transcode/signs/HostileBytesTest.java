package org.unbroken.transcode.signs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.unbroken.transcode.codec.BitWriter;
import org.unbroken.transcode.codec.H264Units;
import org.unbroken.transcode.codec.HevcUnits;

/** Whatever the bytes, reading ends, and ends well. */
class HostileBytesTest {
    private static final List<byte[]> SEEDS = List.of(
            H264Units.sps(false, 30),
            H264Units.pps(0),
            H264Units.idr(0),
            H264Units.picture(1, 2, true),
            H264Units.forgetting(3, 4),
            H264Units.userData(Provenance.AXIS_SIGNED_VIDEO.uuid(), "x"),
            HevcUnits.sps(),
            HevcUnits.pps(),
            HevcUnits.entry(0),
            HevcUnits.picture(2, 2),
            new byte[] {0x7f, (byte) 0xff, (byte) 0xff, 0x21, 0x10},
            new byte[] {0x00, 0x00, 0x03, 0x00, 0x00, 0x03});

    @Test
    void randomAndDamagedPackets() {
        Random random = new Random(7);
        for (String codec : List.of("h264", "hevc", "aac")) {
            for (int form = 0; form < 2; form++) {
                CodedStream stream = SignReader.of(codec).orElseThrow();
                for (int round = 0; round < 20_000; round++) {
                    ByteBuffer packet = packet(random, form == 0);
                    if (round % 50 == 0) {
                        stream.configuration(record(random, codec, form), round);
                    }
                    stream.packet(packet, random.nextLong() >> 13, random.nextBoolean());
                    assertThat(packet.position()).isZero();
                }
                assertThat(stream.signs()).hasSizeLessThan(3_000);
            }
        }
    }

    private static ByteBuffer packet(Random random, boolean annexB) {
        byte[][] units = new byte[1 + random.nextInt(3)][];
        for (int i = 0; i < units.length; i++) {
            byte[] unit = SEEDS.get(random.nextInt(SEEDS.size())).clone();
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                unit[random.nextInt(unit.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(20) == 0) {
                random.nextBytes(unit);
            }
            units[i] = unit;
        }
        ByteBuffer packet = annexB ? BitWriter.annexB(units) : BitWriter.prefixed(units);
        return random.nextInt(10) == 0 ? packet.limit(random.nextInt(packet.limit() + 1)) : packet;
    }

    private static ByteBuffer record(Random random, String codec, int form) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        if (form == 1 && bytes.length > 23) {
            bytes[0] = 1;
            bytes[codec.equals("h264") ? 4 : 21] = 3;
        }
        return ByteBuffer.wrap(bytes);
    }
}
