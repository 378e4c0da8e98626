package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UploadSweeperTest {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final long DEADLINE_SECONDS = 30;

    @Test
    void sweepsAtOnceAndAgainAlsoAfterFailures() throws InterruptedException {
        AtomicInteger sweeps = new AtomicInteger();
        CountDownLatch fourth = new CountDownLatch(4);
        try (UploadSweeper sweeper = new UploadSweeper(
                () -> {
                    fourth.countDown();
                    return switch (sweeps.incrementAndGet()) {
                        case 1 -> throw new IOException("the store is away");
                        case 2 -> throw new IllegalArgumentException("a document that is none");
                        case 3 -> 5;
                        default -> 0;
                    };
                },
                SOON)) {
            sweeper.start();
            sweeper.start();
            assertThat(fourth.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(sweeper.aborted()).isEqualTo(5);
            assertThat(sweeper.failures()).isEqualTo(2);
        }
    }

    @Test
    void closingEndsTheSweepThatIsUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        UploadSweeper sweeper = new UploadSweeper(
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IOException("interrupted", e);
                    } finally {
                        ended.countDown();
                    }
                    return 0;
                },
                SOON);
        sweeper.start();
        assertThat(begun.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        sweeper.close();
        assertThat(ended.getCount()).isZero();
        assertThat(sweeper.failures()).as("ending is no failure").isZero();
        sweeper.close();
    }

    @Test
    void refusesToSweepWithoutAPause() {
        assertThatThrownBy(() -> new UploadSweeper(() -> 0, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
