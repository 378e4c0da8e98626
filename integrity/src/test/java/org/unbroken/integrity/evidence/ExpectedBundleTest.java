package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.disc.DiscSetWriter;
import org.unbroken.integrity.disc.DiscSize;

final class ExpectedBundleTest {
    @Test
    void noPaperIsLongerThanExpected() throws Exception {
        BundleContents contents = SampleBundle.contents();
        SortedMap<String, Long> expected = ExpectedBundle.files(contents.recordings(), contents.note(), List.of());
        try (BundleSource made = BundleSource.of(contents, SampleBundle.originals())) {
            long all = made.files().values().stream().mapToLong(bytes -> bytes).sum();
            assertThat(expected.values().stream().mapToLong(bytes -> bytes).sum())
                    .isBetween(all, all + (1 << 20));
            made.files().forEach((path, bytes) -> {
                if (expected.containsKey(path)) {
                    assertThat(expected.get(path)).as(path).isGreaterThanOrEqualTo(bytes);
                }
            });
        }
    }

    @Test
    void whatIsBroughtIsCounted() {
        BundleContents contents = SampleBundle.contents();
        ProofFile list = new ProofFile("crls/crl-1.crl", new byte[10 << 20]);
        SortedMap<String, Long> expected = ExpectedBundle.files(contents.recordings(), contents.note(), List.of(list));

        assertThat(expected).containsEntry("proof/crls/crl-1.crl", 10L << 20);
    }

    @Test
    void aMediumTooSmallIsKnownBeforeAnythingIsEntered() {
        BundleContents contents = SampleBundle.contents();
        SortedMap<String, Long> expected = ExpectedBundle.files(contents.recordings(), contents.note(), List.of());

        assertThatThrownBy(() -> DiscSetWriter.requireRoom(expected, DiscSize.parse("8.5MB")))
                .hasMessageContaining("take larger discs");
        DiscSetWriter.requireRoom(expected, DiscSize.parse("4.7GB"));
    }
}
