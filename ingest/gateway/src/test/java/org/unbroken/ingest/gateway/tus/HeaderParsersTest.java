package org.unbroken.ingest.gateway.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two headers that clients fill with anything: they are understood, or refused with 400, and nothing else. */
@Timeout(60)
class HeaderParsersTest {
    private static final String ALPHABET = "camera filename,sha256=+/ AZaz09-_.\t\u0000é片!";

    @Test
    void timesAreKeptInUtcAndDigestsInLowerCase() throws RefusedException {
        String digest = "AB".repeat(32);
        UploadMetadata read = UploadMetadata.parse(UploadMetadata.encode(
                Map.of("recorded_start", "2026-03-01T08:00:00.5+08:00", "sha256", digest, "x", "y", "officer", "")));
        assertThat(read.values())
                .isEqualTo(Map.of("recorded_start", "2026-03-01T00:00:00.500Z", "sha256", "ab".repeat(32)));
    }

    @Test
    void whatIsEncodedIsReadBack() throws RefusedException {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            String text = text(random, 100).replaceAll("\\p{Cntrl}", "");
            Map<String, String> values = text.isEmpty() ? Map.of() : Map.of("place", text, "camera", "c" + i);
            assertThat(UploadMetadata.parse(UploadMetadata.encode(values)).values())
                    .isEqualTo(values);
        }
    }

    @Test
    void anythingIsReadOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String header = text(random, 60);
            try {
                UploadMetadata read = UploadMetadata.parse(header);
                assertThat(read.raw().chars().allMatch(c -> c >= ' ' && c <= '~'))
                        .as("seed %d: %s", seed, header)
                        .isTrue();
            } catch (RefusedException e) {
                assertThat(e.problem().status()).isEqualTo(400);
            }
            try {
                UploadChecksum.parse(header);
            } catch (RefusedException e) {
                assertThat(e.problem().status()).isEqualTo(400);
            }
        }
    }

    @Test
    void onlyOneSpellingOfBase64IsTaken() {
        String sha1 = Base64.getEncoder().encodeToString(new byte[20]);
        assertThat(isTaken("sha1 " + sha1)).isTrue();
        // The same bytes with bits set that no byte uses, without padding, with a space.
        assertThat(isTaken("sha1 " + sha1.substring(0, 26) + "B=")).isFalse();
        assertThat(isTaken("sha1 " + sha1.substring(0, 27))).isFalse();
        assertThat(isTaken("sha1  " + sha1)).isFalse();
        assertThat(isTaken("SHA1 " + sha1)).isFalse();
    }

    private static boolean isTaken(String header) {
        try {
            return UploadChecksum.parse(header).matches(zeros(header));
        } catch (RefusedException e) {
            return false;
        }
    }

    /** A digest object that says twenty zero bytes. */
    private static java.security.MessageDigest zeros(String header) {
        return new java.security.MessageDigest(header) {
            @Override
            protected void engineUpdate(byte input) {}

            @Override
            protected void engineUpdate(byte[] input, int offset, int len) {}

            @Override
            protected byte[] engineDigest() {
                return new byte[20];
            }

            @Override
            protected void engineReset() {}
        };
    }

    @Test
    void aTimeIsRfc3339() {
        for (String wrong : new String[] {
            "2026-03-01",
            "2026-03-01T08:00Z",
            "2026-02-30T08:00:00Z",
            "2026-03-01T08:00:00",
            "2026-03-01 08:00:00Z",
            "+12026-03-01T08:00:00Z",
            "0000-01-01T00:00:00+18:00"
        }) {
            String header =
                    "recorded_end " + Base64.getEncoder().encodeToString(wrong.getBytes(StandardCharsets.UTF_8));
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> UploadMetadata.parse(header))
                    .as(wrong)
                    .isInstanceOf(RefusedException.class);
        }
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most); length > 0; length--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
