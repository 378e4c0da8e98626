package org.unbroken.ingest.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** RFC 9110 section 14.1.2. */
class ByteRangeTest {
    @Test
    void readsTheThreeForms() {
        assertThat(ByteRange.of("bytes=0-0", 10)).hasValue(new ByteRange(0, 1));
        assertThat(ByteRange.of("bytes=5-", 10)).hasValue(new ByteRange(5, 5));
        assertThat(ByteRange.of("bytes=-3", 10)).hasValue(new ByteRange(7, 3));
        assertThat(ByteRange.of("bytes=-99", 10)).hasValue(new ByteRange(0, 10));
        assertThat(ByteRange.of("bytes=4-99", 10)).hasValue(new ByteRange(4, 6));
    }

    @Test
    void sendsTheWholeForWhatItDoesNotUnderstand() {
        for (String header : new String[] {"bytes=", "bytes=-", "lines=1-2", "bytes=5-4", "bytes=0-1,3-4", "x"}) {
            assertThat(ByteRange.of(header, 10)).as(header).isEmpty();
        }
    }

    @Test
    void refusesWhatTheFileDoesNotHave() {
        for (String header : new String[] {"bytes=10-", "bytes=10-12", "bytes=-0"}) {
            assertThatThrownBy(() -> ByteRange.of(header, 10))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().status()).isEqualTo(416));
        }
        assertThatThrownBy(() -> ByteRange.of("bytes=0-", 0)).isInstanceOf(ProblemException.class);
    }

    @Property
    void neverReachesBeyondTheFile(
            @ForAll @LongRange(min = 0, max = 200) long from,
            @ForAll @LongRange(min = 0, max = 200) long to,
            @ForAll @LongRange(min = 201, max = 1000) long size) {
        ByteRange.of("bytes=" + from + "-" + to, size).ifPresent(range -> {
            assertThat(range.offset()).isEqualTo(from);
            assertThat(range.offset() + range.length()).isLessThanOrEqualTo(size);
        });
    }
}
