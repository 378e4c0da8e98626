package org.unbroken.deploy.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;

final class EmptiedQueueTest {
    private final Reckoned queue = new Reckoned();
    private int announced;
    private int known;
    private boolean logAway;

    private final EmptiedQueue emptied = new EmptiedQueue(queue, this::announce, Duration.ofDays(1));

    @AfterEach
    void close() {
        emptied.close();
    }

    @Test
    void nothingIsAnnouncedWhileTheQueueIsTheSame() throws Exception {
        emptied.look();
        assertThat(announced).isZero();
    }

    @Test
    void aQueueThatWasMadeAnewIsFilledOnce() throws Exception {
        queue.there = "second";
        emptied.look();
        emptied.look();
        assertThat(announced).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeAnnouncedIsAtTheNextLook() throws Exception {
        queue.there = "second";
        logAway = true;
        assertThatThrownBy(emptied::look).isInstanceOf(IOException.class);
        logAway = false;
        emptied.look();
        assertThat(announced).isEqualTo(1);
    }

    @Test
    void whatWentIsNotRepeatedForTheSakeOfWhatFails() throws Exception {
        queue.there = "second";
        logAway = true;
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(emptied::look).isInstanceOf(IOException.class);
        }
        assertThat(known).isEqualTo(1);
        queue.there = "third";
        logAway = false;
        emptied.look();
        assertThat(known).as("in the next one it is not").isZero();
    }

    @Test
    void aQueueThatIsEmptiedOnceMoreMeanwhileIsFilledToo() throws Exception {
        queue.there = "second";
        queue.next = "third";
        emptied.look();
        emptied.look();
        assertThat(announced).isEqualTo(2);
        assertThat(queue.reckoned).isEqualTo("third");
    }

    private int announce(Set<RecordingId> done) throws IOException {
        known = done.size();
        done.add(new RecordingId("0193f5e2-7a10-7c3e-9b1d-3f2a6c5e8d90"));
        if (logAway) {
            throw new IOException("no log node answers");
        }
        queue.there = queue.next.isEmpty() ? queue.there : queue.next;
        return ++announced;
    }

    /** A queue, and the one that was reckoned with. */
    private static final class Reckoned implements EmptiedQueue.Queue {
        private String there = "first";
        private String reckoned = "first";
        private String next = "";

        @Override
        public Optional<String> another() {
            return there.equals(reckoned) ? Optional.empty() : Optional.of(there);
        }

        @Override
        public void accept(String id) {
            reckoned = id;
        }
    }
}
