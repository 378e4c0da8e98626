package org.unbroken.integrity.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.integrity.Sample;

class TrustPolicyTest {
    private static final String KEY = Sample.SIGNER.verifierKey().text();

    @Test
    void readsLogsAndReadsOverWitnesses() {
        TrustPolicy policy = TrustPolicy.parse(
                """
                # whom we trust
                  log\t%s https://unbroken.example/log

                log %s
                witness W1 any+key+here
                group G any W1
                quorum none
                """
                        .formatted(KEY, Sample.FORGER.verifierKey().text()));
        assertThat(policy.logs()).containsExactly(Sample.SIGNER.verifierKey(), Sample.FORGER.verifierKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log %s",
                "log %s\nquorum none\nquorum none",
                "log %s\nwitness W k\nquorum W",
                "log %s\nlog %s\nquorum none",
                "log x\nquorum none",
                "log\nquorum none",
                "logs %s\nquorum none",
                "log %s a b\nquorum none",
            })
    void refusesWhatItCannotHold(String text) {
        assertThatThrownBy(() -> TrustPolicy.parse(text.replace("%s", KEY)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
