package org.unbroken.transcode.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BitReaderTest {
    @Property(tries = 200)
    void readsBackWhatWasWrittenWhateverHasToBeEscaped(@ForAll List<@LongRange(max = 70_000) Long> values)
            throws Exception {
        BitWriter writer = new BitWriter();
        for (long value : values) {
            writer.ue(value).se(35_000 - value).bits(value, 17).bits(0, 20);
        }
        byte[] escaped = BitWriter.escape(writer.end());
        BitReader bits = BitReader.ofNal(ByteBuffer.wrap(escaped), 0, escaped.length);
        for (long value : values) {
            assertThat(bits.ue()).isEqualTo(value);
            assertThat(bits.se()).isEqualTo(35_000 - value);
            assertThat(bits.bits(17)).isEqualTo(value);
            assertThat(bits.bits(20)).isZero();
        }
    }

    @Test
    void escapesAreLeftOutOfUnitsAndKeptElsewhere() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, 0, 3, 1});
        assertThat(BitReader.ofNal(bytes, 0, 4).bits(24)).isEqualTo(1);
        assertThat(BitReader.ofPlain(bytes, 0, 4).bits(32)).isEqualTo(0x301);
    }

    @Test
    void endsWithAnErrorAndNotBeyondTheEnd() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
        assertThatThrownBy(() -> BitReader.ofPlain(bytes, 1, 3).bits(17)).isInstanceOf(MalformedBitstream.class);
        assertThatThrownBy(
                        () -> BitReader.ofPlain(ByteBuffer.allocate(40), 0, 40).ue())
                .isInstanceOf(MalformedBitstream.class);
        assertThatThrownBy(() -> BitReader.ofPlain(bytes, 0, 4).ue(3)).isInstanceOf(MalformedBitstream.class);
    }
}
