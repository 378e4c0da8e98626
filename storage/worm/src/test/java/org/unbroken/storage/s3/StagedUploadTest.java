package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StagedUploadTest {
    private static final long CHUNK = 8 << 20;

    private static StagedUpload of(long partBytes) {
        return new StagedUpload("u", partBytes, Instant.EPOCH);
    }

    @Test
    void takesPartsOfOneChunkUpToTenThousandAndLongerOnesBeyond() {
        assertThat(StagedUpload.partBytesFor(0)).isEqualTo(CHUNK);
        assertThat(StagedUpload.partBytesFor(10_000 * CHUNK)).isEqualTo(CHUNK);
        assertThat(StagedUpload.partBytesFor(10_000 * CHUNK + 1)).isEqualTo(2 * CHUNK);
        assertThat(StagedUpload.partBytesFor(5L << 40)).isEqualTo(66 * CHUNK);
        assertThatThrownBy(() -> StagedUpload.partBytesFor((5L << 40) + 1)).hasMessageContaining("5497558138881");
    }

    @Property
    void neverNeedsMorePartsThanThereAreAndTheyAddUp(@ForAll @LongRange(min = 1, max = 5L << 40) long length) {
        StagedUpload staged = of(StagedUpload.partBytesFor(length));
        int parts = staged.partsOf(length);
        assertThat(parts).isBetween(1, StagedUpload.MAX_PARTS);
        assertThat(staged.lengthOf(parts, length)).isBetween(1L, staged.partBytes());
        assertThat((parts - 1) * staged.partBytes() + staged.lengthOf(parts, length))
                .isEqualTo(length);
    }

    @Test
    void anEmptyUploadIsOneEmptyPart() {
        assertThat(of(CHUNK).partsOf(0)).isOne();
        assertThat(of(CHUNK).lengthOf(1, 0)).isZero();
    }

    @Test
    void comesBackFromItsDocument() throws IOException {
        StagedUpload staged = new StagedUpload("2~abc", 3 * CHUNK, Instant.parse("2026-11-21T01:02:03.004Z"));
        assertThat(StagedUpload.decode(staged.encoded())).isEqualTo(staged);
        assertThat(new String(staged.encoded(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"created\":\"2026-11-21T01:02:03.004Z\",\"format\":\"unbroken/staged/1\","
                        + "\"part_bytes\":25165824,\"upload\":\"2~abc\"}");
        StagedUpload apart = new StagedUpload("2~abc", 3 * CHUNK, staged.created(), true);
        assertThat(StagedUpload.decode(apart.encoded())).isEqualTo(apart);
        assertThat(new String(apart.encoded(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"unbroken/staged/2\"");
        assertThatThrownBy(() -> StagedUpload.decode("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesPartsThatCutAChunk() {
        assertThatThrownBy(() -> of(CHUNK + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
