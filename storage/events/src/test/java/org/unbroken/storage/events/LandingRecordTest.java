package org.unbroken.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.intake.Landing;

class LandingRecordTest {
    private static final RetryRecord RETRY =
            new RetryRecord(MadeUp.landing(5, "c-7"), 3, MadeUp.NOON, "the store does not answer");

    @Test
    void theBytesAreThoseOfTheGoldenFiles() throws IOException {
        assertThat(hex(LandingRecord.encode(MadeUp.landing(5, "c-7")))).isEqualTo(golden("landing.hex"));
        assertThat(hex(RETRY.encode())).isEqualTo(golden("retry.hex"));
        assertThat(LandingRecord.decode(HexFormat.of().parseHex(golden("landing.hex"))))
                .isEqualTo(MadeUp.landing(5, "c-7"));
        assertThat(RetryRecord.decode(HexFormat.of().parseHex(golden("retry.hex"))))
                .isEqualTo(RETRY);
    }

    private static String golden(String name) throws IOException {
        return new String(Golden.bytes(name), java.nio.charset.StandardCharsets.US_ASCII).strip();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Property(tries = 2000)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property(tries = 5000)
    void anyDamageIsReadOrRefused(@ForAll @IntRange(max = 1_000) int at, @ForAll byte value, @ForAll boolean cut) {
        for (byte[] good : new byte[][] {LandingRecord.encode(MadeUp.landing(5, "c-7")), RETRY.encode()}) {
            byte[] bytes = cut ? Arrays.copyOf(good, at % good.length) : good;
            if (bytes.length > 0) {
                bytes[at % bytes.length] = value;
            }
            readOrRefuse(bytes);
        }
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            LandingRecord.decode(bytes);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            RetryRecord.decode(bytes);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void aRecordWithoutValueIsRefused() {
        assertThatThrownBy(() -> LandingRecord.decode(null)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> RetryRecord.decode(null)).isInstanceOf(IOException.class);
    }

    @Test
    void aLandingThatNoRecordHoldsIsNotSent() {
        Landing good = MadeUp.landing(5, "c-7");
        Landing huge = new Landing(
                0,
                good.recording(),
                good.agency(),
                good.camera(),
                good.uploader(),
                5L << 40,
                Collections.nCopies(600_000, Sha256.ZERO),
                good.receivedAt(),
                good.clockOffsetMicros(),
                good.metadata());
        assertThatThrownBy(() -> LandingRecord.encode(huge)).hasMessageContaining(good.recording() + "");
    }
}
