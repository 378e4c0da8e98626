package org.unbroken.transcode.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.unbroken.transcode.Location;

class GpmfTest {
    private static byte[] entry(String key, char type, int size, byte[] body) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + (body.length + 3) / 4 * 4);
        bytes.put(key.getBytes(StandardCharsets.ISO_8859_1)).put((byte) type).put((byte) size);
        bytes.putShort((short) (body.length / size)).put(body);
        return bytes.array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] all(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] packet(int fix, int latitude, int longitude) {
        byte[] stream = all(
                entry("GPSF", 'L', 4, ints(fix)),
                entry("SCAL", 'l', 4, ints(10_000_000, 10_000_000, 1000, 1000, 100)),
                entry("GPS5", 'l', 20, ints(latitude, longitude, 52_340, 0, 0, latitude + 5, longitude, 0, 0, 0)));
        byte[] name = entry("DVNM", 'c', 1, "Hero7 Black".getBytes(StandardCharsets.ISO_8859_1));
        return entry("DEVC", (char) 0, 1, all(name, entry("STRM", (char) 0, 1, stream)));
    }

    @Test
    void theFirstPlaceOfAPacketIsRead() {
        Gpmf gpmf = Gpmf.parse(ByteBuffer.wrap(packet(3, 332_645_678, -1_173_000_000)));
        assertThat(gpmf.place()).contains(new Location("33.2645678", "-117.3", "52.34"));
        assertThat(gpmf.devices()).containsExactly("Hero7 Black");
    }

    private static byte[] nine(int fix) {
        ByteBuffer sample = ByteBuffer.allocate(32);
        sample.putInt(332_645_678)
                .putInt(-1_173_000_000)
                .putInt(52_340)
                .putInt(0)
                .putInt(0);
        sample.putInt(8_000).putInt(43_200_000).putShort((short) 120).putShort((short) fix);
        byte[] stream = all(
                entry("TYPE", 'c', 1, "lllllllSS".getBytes(StandardCharsets.ISO_8859_1)),
                entry("SCAL", 'l', 4, ints(10_000_000, 10_000_000, 1000, 1000, 100, 1, 1000, 100, 1)),
                entry("GPS9", '?', 32, sample.array()));
        return entry("DEVC", (char) 0, 1, entry("STRM", (char) 0, 1, stream));
    }

    @Test
    void laterCamerasTellPlaceAndFixInOneSample() {
        assertThat(Gpmf.parse(ByteBuffer.wrap(nine(3))).place())
                .contains(new Location("33.2645678", "-117.3", "52.34"));
        assertThat(Gpmf.parse(ByteBuffer.wrap(nine(0))).place()).isEmpty();
    }

    @Test
    void aSerialNumberIsReadFromTheCamerasSettings() {
        byte[] number = entry("CASN", 'c', 1, "C3221324545448".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Gpmf.parse(ByteBuffer.wrap(entry("DEVC", (char) 0, 1, number)))
                        .serial())
                .isEqualTo("C3221324545448");
        assertThat(Gpmf.parse(ByteBuffer.wrap(packet(3, 1, 1))).serial()).isEmpty();
    }

    @Test
    void withoutAFixThereIsNoPlace() {
        assertThat(Gpmf.parse(ByteBuffer.wrap(packet(0, 332_645_678, -1_173_000_000)))
                        .place())
                .isEmpty();
        assertThat(Gpmf.parse(ByteBuffer.wrap(packet(3, 0, 0))).place()).isEmpty();
        assertThat(Gpmf.parse(ByteBuffer.wrap(packet(3, 2_000_000_000, 0))).place())
                .isEmpty();
    }

    @Test
    void noBytesBreakIt() {
        Random random = new Random(9);
        byte[] whole = packet(3, 332_645_678, -1_173_000_000);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = whole.clone();
            for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Gpmf.parse(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)));
        }
    }

    @Test
    void aLongTrackIsThinnedEvenly() {
        GpsTrack track = new GpsTrack();
        for (int i = 0; i < 50_000; i++) {
            track.add(i * 1_000_000L, new Location("1", "2", null));
        }
        assertThat(track.points(0)).hasSizeBetween(250, 512);
        assertThat(track.points(0).get(1).atMicros() - track.points(0).get(0).atMicros())
                .isEqualTo(track.points(0).get(201).atMicros()
                        - track.points(0).get(200).atMicros());
    }
}
