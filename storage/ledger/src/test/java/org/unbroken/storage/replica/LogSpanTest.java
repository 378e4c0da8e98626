package org.unbroken.storage.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Which prefixes cover a span of numbers. */
class LogSpanTest {
    private static boolean covers(List<String> prefixes, long number) {
        String digits = String.format("%020d", number);
        return prefixes.stream().filter(digits::startsWith).count() == 1;
    }

    @Test
    void nothingIsCoveredByNone() {
        assertThat(LogSpan.prefixes(7, 7)).isEmpty();
        assertThat(LogSpan.prefixes(7, 8)).containsExactly("00000000000000000007");
        assertThat(LogSpan.prefixes(10, 20)).containsExactly("0000000000000000001");
    }

    @Property(tries = 60)
    void allOfASpanAndNothingElse(
            @ForAll @LongRange(max = 20_000) long from, @ForAll @LongRange(max = 20_000) long length) {
        List<String> prefixes = LogSpan.prefixes(from, from + length);
        assertThat(prefixes.size()).isLessThan(100);
        for (long number = Math.max(0, from - 11); number < from + length + 11; number += 1 + number % 7) {
            assertThat(covers(prefixes, number))
                    .as("%d of %d to %d", number, from, from + length)
                    .isEqualTo(number >= from && number < from + length);
        }
    }
}
