package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.unbroken.storage.s3.RequestObserver.Outcome;
import software.amazon.awssdk.core.exception.SdkException;

class RequestObserverTest {
    private record Seen(String operation, Outcome outcome) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    private void note(String operation, Outcome outcome, Duration took) {
        assertThat(took).isGreaterThanOrEqualTo(Duration.ZERO);
        seen.add(new Seen(operation, outcome));
    }

    @Test
    void isToldOfWhatWasDoneAndWhatWasRefused() throws IOException {
        S3Settings settings = RadosGateway.started().newBuckets();
        try (S3Connection connection = new S3Connection(settings, this::note)) {
            connection.start();
            connection.once().headBucket(b -> b.bucket(settings.wormBucket()));
            assertThatThrownBy(() -> connection.patient().headObject(b -> b.bucket(settings.wormBucket())
                            .key("none")))
                    .isInstanceOf(SdkException.class);
        }
        assertThat(seen).containsExactly(new Seen("HeadBucket", Outcome.DONE), new Seen("HeadObject", Outcome.REFUSED));
    }

    /** Of a refusal too: a clock that is far off is told by one. */
    @Test
    void isToldWhatTheStoresClockSays() throws IOException {
        S3Settings settings = RadosGateway.started().newBuckets();
        List<Instant> dates = new CopyOnWriteArrayList<>();
        RequestObserver dated = new RequestObserver() {
            @Override
            public void done(String operation, Outcome outcome, Duration took) {}

            @Override
            public void dated(Instant store) {
                dates.add(store);
            }
        };
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try (S3Connection connection = new S3Connection(settings, dated)) {
            connection.start();
            assertThatThrownBy(() -> connection.once().headObject(b -> b.bucket(settings.wormBucket())
                            .key("none")))
                    .isInstanceOf(SdkException.class);
        }
        assertThat(dates).hasSize(1).allSatisfy(date -> assertThat(date).isBetween(before, Instant.now()));
    }

    @Test
    void isToldOfEachAttemptThatFoundNobody() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        S3Settings nowhere = new S3Settings(
                URI.create("http://127.0.0.1:" + closed), "default", "access", "secret", "worm", "shared", true);
        try (S3Connection connection = new S3Connection(nowhere, this::note)) {
            connection.start();
            assertThatThrownBy(() -> connection.once().headBucket(b -> b.bucket("worm")))
                    .isInstanceOf(SdkException.class);
            assertThat(seen).containsExactly(new Seen("HeadBucket", Outcome.FAILED));
            assertThatThrownBy(() -> connection.patient().headBucket(b -> b.bucket("worm")))
                    .isInstanceOf(SdkException.class);
        }
        assertThat(seen).hasSizeGreaterThan(2).containsOnly(new Seen("HeadBucket", Outcome.FAILED));
    }

    @Test
    void aStoreThatIsTooBusyHasFailed() {
        assertThat(ObservedAttempts.outcome(204)).isEqualTo(Outcome.DONE);
        assertThat(ObservedAttempts.outcome(404)).isEqualTo(Outcome.REFUSED);
        assertThat(ObservedAttempts.outcome(429)).isEqualTo(Outcome.FAILED);
        assertThat(ObservedAttempts.outcome(503)).isEqualTo(Outcome.FAILED);
        assertThat(ObservedAttempts.outcome(null)).isEqualTo(Outcome.FAILED);
    }
}
