package org.unbroken.storage.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.json.JsonObject;

class SampleAmountTest {
    private static SampleRequest.Amount amount(String detail) {
        return SampleRequest.amount(JsonObject.parse(detail.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aShareDrawsNoMoreThanItsRequestSays() {
        SampleRequest.Amount half = amount("{\"most\":10000,\"share_bp\":5000}");
        assertThat(half.of(9)).isEqualTo(5);
        assertThat(half.isCapped(20_000)).isFalse();
        assertThat(half.of(20_000)).isEqualTo(10_000);
        assertThat(half.isCapped(20_002)).isTrue();
        assertThat(half.of(2_000_000)).isEqualTo(10_000);
    }

    @Test
    void aRequestFromBeforeThereWasACapIsDrawnAsItWas() {
        assertThat(amount("{\"share_bp\":5000}").of(2_000_000)).isEqualTo(1_000_000);
    }
}
