package org.unbroken.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RightOfWayTest {
    private static final Duration FOREVER = Duration.ofDays(1);

    private final RightOfWay rightOfWay = new RightOfWay();

    @Test
    void nothingQueuedLetsSealingPassAtOnce() throws Exception {
        assertThat(rightOfWay.awaitTurn(FOREVER)).isTrue();
        assertThat(rightOfWay.awaitTurn(Duration.ZERO)).isTrue();
    }

    @Test
    void sealingWaitsNoLongerThanItSaid() throws Exception {
        rightOfWay.receiving().begin();
        assertThat(rightOfWay.awaitTurn(Duration.ofMillis(1))).isFalse();
        assertThat(rightOfWay.awaitTurn(Duration.ZERO)).isFalse();
    }

    @Test
    void sealingWaitsUntilTheLastPieceIsDone() throws Exception {
        rightOfWay.receiving().begin();
        rightOfWay.receiving().begin();
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        Thread sealing = new Thread(() -> {
            try {
                turn.complete(rightOfWay.awaitTurn(FOREVER));
            } catch (InterruptedException e) {
                turn.completeExceptionally(e);
            }
        });
        sealing.start();
        while (sealing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        rightOfWay.receiving().end();
        assertThat(turn).isNotDone();
        assertThat(rightOfWay.queued()).isEqualTo(1);
        rightOfWay.receiving().end();
        assertThat(turn.get(30, TimeUnit.SECONDS)).isTrue();
        sealing.join();
    }

    @Test
    void theMomentBetweenTwoPiecesOfAFastUploadIsNotSealings() throws Exception {
        AtomicLong now = new AtomicLong();
        RightOfWay timed = new RightOfWay(now::get);
        timed.receiving().begin();
        timed.receiving().end();
        now.addAndGet(Duration.ofMillis(4).toNanos());
        assertThat(timed.awaitTurn(Duration.ZERO)).isFalse();
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(timed.awaitTurn(Duration.ZERO)).isTrue();
    }

    @Test
    void anEndWithoutItsBeginIsAMistake() {
        assertThatThrownBy(() -> rightOfWay.receiving().end()).isInstanceOf(IllegalStateException.class);
    }
}
