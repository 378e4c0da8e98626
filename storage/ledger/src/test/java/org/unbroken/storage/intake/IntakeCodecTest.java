package org.unbroken.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.unbroken.integrity.digest.ChunkChain;

class IntakeCodecTest {
    private static final List<byte[]> VALID = List.of(
            SessionCodec.encode(Uploads.session(3, OptionalLong.of(17))),
            LandingCodec.encode(landing(3 * (long) ChunkChain.CHUNK_BYTES)),
            RetryCodec.encode(new RetryCodec.Failure(2, Uploads.NOON, "disk full")));

    private static Landing landing(long size) {
        return new Landing(
                7,
                Uploads.id(7),
                "agency",
                "c-1",
                "t-1",
                size,
                Uploads.digests(size),
                Uploads.NOON,
                OptionalLong.of(Long.MIN_VALUE),
                Map.of("place", "人民路 \"7\""));
    }

    @Example
    void aLandingOfTwentyGigabytesComesBack() throws IOException {
        Landing landing = landing(2600L * ChunkChain.CHUNK_BYTES - 1);
        assertThat(landing.chunks()).hasSize(2600);
        assertThat(LandingCodec.decode(LandingCodec.encode(landing))).isEqualTo(landing);
    }

    @Example
    void anEmptyLandingComesBack() throws IOException {
        assertThat(LandingCodec.decode(LandingCodec.encode(landing(0)))).isEqualTo(landing(0));
    }

    @Example
    void aSessionComesBackWithAndWithoutWhatIsOptional() throws IOException {
        UploadSession bare = Uploads.session(1);
        UploadSession full = bare.withLength(0).withUnverifiedFrom(OptionalLong.of(5));
        assertThat(SessionCodec.decode(SessionCodec.encode(bare))).isEqualTo(bare);
        assertThat(SessionCodec.decode(SessionCodec.encode(full))).isEqualTo(full);
    }

    @Example
    void aReasonMayQuoteAnything() throws IOException {
        RetryCodec.Failure failure =
                new RetryCodec.Failure(1, Instant.EPOCH, "\ud800 broken \u0000" + "x".repeat(100_000));
        assertThat(failure.reason()).startsWith("? broken").hasSizeLessThan(5_000);
        assertThat(RetryCodec.decode(RetryCodec.encode(failure))).isEqualTo(failure);
    }

    @Example
    void aValueOfALaterVersionIsRefusedAndNotGuessedAt() {
        byte[] later = VALID.get(1).clone();
        later[0] = 2;
        assertThatThrownBy(() -> LandingCodec.decode(later))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
    }

    @Property(tries = 500)
    void anyBytesAreAValueOrAnIoException(@ForAll byte[] bytes) {
        decodeAll(bytes);
    }

    @Property(tries = 3000)
    void damagedValuesAreAValueOrAnIoException(@ForAll java.util.Random random) {
        byte[] damaged = VALID.get(random.nextInt(VALID.size())).clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        if (random.nextInt(3) == 0) {
            damaged = Arrays.copyOf(damaged, random.nextInt(2 * damaged.length));
        }
        decodeAll(damaged);
    }

    private static void decodeAll(byte[] bytes) {
        for (Decoder decoder : List.<Decoder>of(SessionCodec::decode, LandingCodec::decode, RetryCodec::decode)) {
            try {
                assertThat(decoder.decode(bytes)).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?s).*(cannot be read|version|landing|attempt).*");
            }
        }
    }

    private interface Decoder {
        Object decode(byte[] bytes) throws IOException;
    }
}
