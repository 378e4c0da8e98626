package org.unbroken.transcode.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.transcode.Location;

class ContainerTest {
    @TempDir
    Path folder;

    @Test
    void countersInOrderLoseNothing() throws Exception {
        assertThat(read(packets(0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1))
                        .total())
                .isZero();
    }

    @Test
    void aMissingPacketIsALoss() throws Exception {
        TransportStream stream = read(packets(0, 1, 2, 4, 5, 9));
        assertThat(stream.total()).isEqualTo(2);
        assertThat(stream.losses()).hasSize(1).allMatch(loss -> loss.pid() == 256 && loss.losses() == 2);
    }

    @Test
    void aPacketSentThriceIsNotLawful() throws Exception {
        assertThat(read(packets(0, 1, 1, 1, 2)).total()).isPositive();
    }

    @Test
    void bytesAfterTheLastPacketAreCounted() throws Exception {
        byte[] whole = packets(0, 1, 2);
        assertThat(read(java.util.Arrays.copyOf(whole, whole.length - 88)).leftOver())
                .isEqualTo(100);
    }

    @Test
    void placesAreReadAsPhonesWriteThem() {
        assertThat(Iso6709.parse("+52.3693+006.6761+10.534988/"))
                .contains(new Location("52.3693", "6.6761", "10.534988"));
        assertThat(Iso6709.parse("-33.8-000.05/")).contains(new Location("-33.8", "-0.05", null));
        assertThat(Iso6709.parse("+99.0+000.0/")).isEmpty();
        assertThat(Iso6709.parse("nowhere")).isEmpty();
    }

    @Test
    void noBytesWhateverBreakTheReaders() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            byte[] start = round % 2 == 0
                    ? new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8}
                    : new byte[] {0, 0, 0, 0, 'm', 'o', 'o', 'v'};
            System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
            Exif.parse(ByteBuffer.wrap(bytes)).ifPresent(exif -> {
                exif.location();
                exif.make();
                exif.rotationDegrees();
            });
            try (FileBytes file = FileBytes.open(Files.write(folder.resolve("noise"), bytes))) {
                IsoBoxes.read(file);
                JpegFile.read(file);
                TransportStream.read(file);
            }
        }
    }

    private TransportStream read(byte[] bytes) throws Exception {
        try (FileBytes file = FileBytes.open(Files.write(folder.resolve("stream.ts"), bytes))) {
            return TransportStream.read(file);
        }
    }

    private static byte[] packets(int... counters) {
        ByteBuffer bytes = ByteBuffer.allocate(188 * counters.length);
        for (int i = 0; i < counters.length; i++) {
            bytes.position(i * 188);
            bytes.put((byte) 0x47).put((byte) 1).put((byte) 0).put((byte) (0x10 | counters[i]));
        }
        return bytes.array();
    }
}
