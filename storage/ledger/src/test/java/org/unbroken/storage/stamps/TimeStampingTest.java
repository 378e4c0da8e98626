package org.unbroken.storage.stamps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.stamp.AlgorithmEnds;
import org.unbroken.integrity.stamp.OpensslAuthority;
import org.unbroken.integrity.stamp.StampDigest;
import org.unbroken.integrity.stamp.StampServer;
import org.unbroken.integrity.stamp.StampServer.Manner;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.storage.custody.MemoryWorm;
import org.unbroken.storage.worm.ObjectKey;

final class TimeStampingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SteppedClock clock = new SteppedClock(Instant.now());
    private final MemoryWorm worm = new MemoryWorm();
    private final NoteSigner signer = Ed25519NoteSigner.generate("log.test/stamps", new SecureRandom());
    private PrometheusRegistry registry = new PrometheusRegistry();

    @TempDir
    Path folder;

    private OpensslAuthority openssl;
    private StampServer server;

    @BeforeEach
    void authority() {
        openssl = OpensslAuthority.create(folder.resolve("authority"));
        server = new StampServer(openssl::reply);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private StampAuthority known(String name, StampServer where, TrustedAuthorities trusted) {
        return new StampAuthority(name, where.uri(), trusted, Optional.empty(), StampDigest.SHA256, Optional.empty());
    }

    private TimeStamping stamping(StampAuthority... authorities) {
        return stamping(Duration.ofSeconds(20), authorities);
    }

    private TimeStamping stamping(Duration timeout, StampAuthority... authorities) {
        registry = new PrometheusRegistry();
        StampSettings settings = StampSettings.defaults(List.of(authorities), Duration.ofDays(365))
                .withTimes(Duration.ofSeconds(5), timeout, Duration.ofSeconds(10), Duration.ofMinutes(1));
        return new TimeStamping(
                worm,
                new StampClient(
                        settings.connectTimeout(), settings.timeout(), AlgorithmEnds.standard(), new SecureRandom()),
                settings,
                new StampMetrics(registry, clock),
                clock);
    }

    /** Published and in the store. */
    private SignedNote checkpoint(long size) {
        String text = new Checkpoint(signer.verifierKey().name(), size, Sha256.of("tree " + size)).text();
        SignedNote note = new SignedNote(text, List.of(signer.sign(text)));
        worm.objects.put(ObjectKey.checkpoint(size), note.encode());
        return note;
    }

    private Optional<byte[]> token(long size, String name) {
        return Optional.ofNullable(worm.objects.get(ObjectKey.timestamp(size, name)));
    }

    private double failures(String name) {
        return registry.scrape(metric -> metric.equals("unbroken_timestamps")).stream()
                .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
                .filter(point -> point.getLabels().get("authority").equals(name)
                        && point.getLabels().get("outcome").equals("failed"))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }

    private double gauge(String metric) {
        return registry.scrape(metric::equals).stream()
                .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                .findFirst()
                .orElse(-1);
    }

    @Test
    void theKeptTokenIsOverTheCheckpointAndOpensslVerifiesIt() throws Exception {
        SignedNote note = checkpoint(7);

        Duration rest = stamping(known("one", server, openssl.trusted())).attend(note);

        assertThat(rest).isEqualTo(Duration.ofHours(1));
        assertThat(openssl.verify(token(7, "one").orElseThrow(), note.encode())).contains("Verification: OK");
    }

    @Test
    void anAuthorityIsAskedOnceAnIntervalAndOnlyWhenTheLogGrew() throws Exception {
        TimeStamping stamping = stamping(known("one", server, openssl.trusted()));
        stamping.attend(checkpoint(7));
        clock.step(Duration.ofMinutes(30));
        assertThat(stamping.attend(checkpoint(8))).isLessThanOrEqualTo(Duration.ofMinutes(30));
        clock.step(Duration.ofMinutes(31));
        stamping.attend(checkpoint(7));
        assertThat(server.asked()).isEqualTo(1);

        stamping.attend(checkpoint(9));

        assertThat(server.asked()).isEqualTo(2);
        assertThat(token(8, "one")).isEmpty();
        assertThat(token(9, "one")).isPresent();
        assertThat(gauge("unbroken_timestamp_overdue_seconds")).isZero();
    }

    @Test
    void aRestartKnowsWhatIsThereAndAsksNobodyTooEarly() throws Exception {
        stamping(known("one", server, openssl.trusted())).attend(checkpoint(7));

        TimeStamping next = stamping(known("one", server, openssl.trusted()));
        next.attend(checkpoint(8));

        assertThat(server.asked()).isEqualTo(1);
        clock.step(Duration.ofHours(2));
        next.attend(checkpoint(8));
        assertThat(token(8, "one")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, status 503",
        "REDIRECTING, redirects are not followed",
        "ENDLESS, longer than",
        "WRONG_TYPE, text/html",
        "NO_DER, answer",
        "WRONG_NONCE, nonce",
        "WRONG_IMPRINT, imprint",
        "SILENT, within",
        "DRIPPING, within"
    })
    void whatIsNoValidAnswerIsRefusedWithItsReasonAndAskedForAgain(Manner manner, String reason) throws Exception {
        StampAuthority authority = known("one", server, openssl.trusted());
        Duration timeout = manner == Manner.SILENT || manner == Manner.DRIPPING ? SECOND : Duration.ofSeconds(20);
        TimeStamping stamping = stamping(timeout, authority);
        server.become(manner);
        SignedNote note = checkpoint(7);

        assertThat(stamping.attend(note)).isEqualTo(Duration.ofSeconds(10));

        assertThat(token(7, "one")).isEmpty();
        assertThat(server.asked()).isEqualTo(1);
        assertThat(failures("one")).isEqualTo(1);
        StampClient client =
                new StampClient(Duration.ofSeconds(5), timeout, AlgorithmEnds.standard(), new SecureRandom());
        assertThatThrownBy(() -> client.stamp(authority, note.encode()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
        server.become(Manner.GOOD);
        clock.step(Duration.ofSeconds(11));
        stamping.attend(note);
        assertThat(token(7, "one")).isPresent();
    }

    @Test
    void pausesGrowWithEachFailure() throws Exception {
        TimeStamping stamping = stamping(known("one", server, openssl.trusted()));
        server.become(Manner.BUSY);
        SignedNote note = checkpoint(7);
        assertThat(stamping.attend(note)).isEqualTo(Duration.ofSeconds(10));
        assertThat(stamping.attend(note)).isEqualTo(Duration.ofSeconds(10));
        for (int seconds : new int[] {20, 40, 60, 60}) {
            clock.step(Duration.ofMinutes(2));
            assertThat(stamping.attend(note)).isEqualTo(Duration.ofSeconds(seconds));
        }
        assertThat(server.asked()).isEqualTo(5);
        assertThat(gauge("unbroken_timestamp_overdue_seconds")).isEqualTo(480);
    }

    @Test
    void anAuthorityThatIsAwayHoldsUpNoOther() throws Exception {
        StampServer away = new StampServer(openssl::reply);
        StampAuthority gone = known("gone", away, openssl.trusted());
        away.close();

        stamping(gone, known("one", server, openssl.trusted())).attend(checkpoint(7));

        assertThat(token(7, "gone")).isEmpty();
        assertThat(token(7, "one")).isPresent();
    }

    @Test
    void tokensOfExpiredAndUntrustedAuthoritiesAreNotKept() throws Exception {
        OpensslAuthority expired = OpensslAuthority.expired(folder.resolve("expired"));
        OpensslAuthority stranger = OpensslAuthority.create(folder.resolve("stranger"));
        try (StampServer late = new StampServer(expired::reply)) {
            SignedNote note = checkpoint(7);
            stamping(known("late", late, expired.trusted()), known("one", server, stranger.trusted()))
                    .attend(note);

            assertThat(worm.objects).hasSize(1);
            StampClient client = new StampClient(
                    Duration.ofSeconds(5), Duration.ofSeconds(20), AlgorithmEnds.standard(), new SecureRandom());
            assertThatThrownBy(() -> client.stamp(known("late", late, expired.trusted()), note.encode()))
                    .hasMessageContaining("certificate: CN=Test-TSA: it is valid from");
            assertThatThrownBy(() -> client.stamp(known("one", server, stranger.trusted()), note.encode()))
                    .hasMessageContaining("authority: no chain to a trusted certificate");
        }
    }

    @Test
    void credentialsAreSentFromTheirFile() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "user:pass word\n");
        StampAuthority authority = new StampAuthority(
                "one", server.uri(), openssl.trusted(), Optional.of("1.2.3.4.5"), StampDigest.SM3, Optional.of(secret));

        stamping(authority).attend(checkpoint(7));

        assertThat(token(7, "one")).isPresent();
        assertThat(server.authorizations())
                .containsExactly("Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString("user:pass word".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aCrashBetweenAnswerAndPutCostsATokenAndNothingElse() throws Exception {
        SignedNote note = checkpoint(7);
        for (MemoryWorm.Outcome end : List.of(
                MemoryWorm.Outcome.FAILED,
                MemoryWorm.Outcome.FAILED_BUT_WRITTEN,
                MemoryWorm.Outcome.DIED,
                MemoryWorm.Outcome.DIED_AFTER_WRITING)) {
            worm.objects.remove(ObjectKey.timestamp(7, "one"));
            worm.fault((number, key) -> end);
            TimeStamping died = stamping(known("one", server, openssl.trusted()));
            try {
                died.attend(note);
            } catch (IOException | RuntimeException asIfKilled) {
                // The process is gone.
            }
            boolean written =
                    end == MemoryWorm.Outcome.FAILED_BUT_WRITTEN || end == MemoryWorm.Outcome.DIED_AFTER_WRITING;
            assertThat(token(7, "one").isPresent()).as(end.name()).isEqualTo(written);
            worm.fault((number, key) -> MemoryWorm.Outcome.DONE);
            int before = server.asked();

            stamping(known("one", server, openssl.trusted())).attend(note);

            assertThat(openssl.verify(token(7, "one").orElseThrow(), note.encode()))
                    .contains("Verification: OK");
            assertThat(server.asked() - before).as(end.name()).isEqualTo(written ? 0 : 1);
        }
    }

    @Test
    void twoThatBelieveToLeadKeepOneToken() throws Exception {
        SignedNote note = checkpoint(7);
        byte[][] first = new byte[1][];
        StampServer overtaken = new StampServer(query -> {
            // The other leader is faster.
            byte[] answer = openssl.reply(query);
            try {
                if (first[0] == null) {
                    first[0] = new byte[0];
                    stamping(known("one", server, openssl.trusted())).attend(note);
                    first[0] = token(7, "one").orElseThrow();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return answer;
        });
        try (overtaken) {
            Duration rest = stamping(known("one", overtaken, openssl.trusted())).attend(note);

            assertThat(rest).isEqualTo(Duration.ofHours(1));
            assertThat(token(7, "one")).contains(first[0]);
        }
    }

    @Test
    void theFirstStampedCheckpointThatHasAnEntryIsFound() throws Exception {
        SizedObjects stamps = SizedObjects.timestamps(worm);
        assertThat(stamps.ceiling(0)).isEmpty();
        assertThat(stamps.floor(Long.MAX_VALUE)).isEmpty();
        long[] sizes = {7, 19, 20, 999, 1000, 123_456_789};
        for (long size : sizes) {
            worm.objects.put(ObjectKey.timestamp(size, "one"), new byte[1]);
            worm.objects.put(ObjectKey.timestamp(size, "two"), new byte[1]);
        }
        for (long size : new long[] {0, 1, 7, 8, 18, 19, 20, 21, 99, 998, 999, 1000, 1001, 123_456_789, 123_456_790}) {
            OptionalLong above =
                    java.util.Arrays.stream(sizes).filter(s -> s >= size).findFirst();
            OptionalLong below =
                    java.util.Arrays.stream(sizes).filter(s -> s <= size).max();
            assertThat(stamps.ceiling(size)).as("from " + size).isEqualTo(above);
            assertThat(stamps.floor(size)).as("up to " + size).isEqualTo(below);
        }
        assertThat(stamps.names(19)).containsExactly("one.tst", "two.tst");
        assertThat(stamps.from(20, 3)).containsExactly(20L, 999L, 1000L);
    }
}
