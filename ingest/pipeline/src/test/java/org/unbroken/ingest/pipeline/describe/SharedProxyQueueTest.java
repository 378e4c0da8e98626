package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.MemorySharedDocuments;

class SharedProxyQueueTest {
    private static final RecordingId OLDER = new RecordingId("01900000-0000-7000-8000-000000000001");
    private static final RecordingId NEWER = new RecordingId("01910000-0000-7000-8000-000000000002");

    private final MemorySharedDocuments documents = new MemorySharedDocuments();
    private final AtomicLong now = new AtomicLong();
    private final SharedProxyQueue one = new SharedProxyQueue(documents, "one", now::get);
    private final SharedProxyQueue other = new SharedProxyQueue(documents, "other", now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void whatOneAddsTheOtherSeesOldestFirst() throws IOException {
        one.add(NEWER, false);
        one.add(OLDER, false);
        one.add(OLDER, false);
        one.add(NEWER, true);
        assertThat(other.later()).containsExactly(OLDER, NEWER);
        assertThat(other.urgent()).containsExactly(NEWER);
    }

    @Test
    void oneOfTwoTakesIt() throws IOException {
        one.add(OLDER, false);
        assertThat(one.take(OLDER)).isTrue();
        assertThat(other.take(OLDER)).isFalse();
        assertThat(other.take(NEWER)).as("that nobody added").isFalse();
    }

    @Test
    void whatIsHeldIsNotTakenOver() throws IOException {
        one.add(OLDER, true);
        assertThat(one.take(OLDER)).isTrue();
        assertThat(other.take(OLDER)).isFalse();
        for (int round = 0; round < 10; round++) {
            pass(Duration.ofSeconds(SharedProxyQueue.HOLD_SECONDS));
            one.hold(OLDER);
            assertThat(other.take(OLDER)).isFalse();
        }
    }

    @Test
    void whatNobodyHoldsAnyMoreIsTakenOver() throws IOException {
        one.add(OLDER, false);
        assertThat(one.take(OLDER)).isTrue();
        assertThat(other.take(OLDER)).as("seen for the first time").isFalse();
        pass(Duration.ofSeconds(59));
        assertThat(other.take(OLDER)).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(other.take(OLDER)).isTrue();

        one.hold(OLDER);
        assertThat(one.take(OLDER)).as("woken too late").isFalse();
    }

    @Test
    void whatIsRemovedIsGoneForBoth() throws IOException {
        one.add(OLDER, false);
        one.add(OLDER, true);
        other.remove(OLDER);
        assertThat(one.later()).isEmpty();
        assertThat(one.urgent()).isEmpty();
        assertThat(one.take(OLDER)).isFalse();
        one.hold(OLDER);
        assertThat(one.later()).isEmpty();
    }
}
