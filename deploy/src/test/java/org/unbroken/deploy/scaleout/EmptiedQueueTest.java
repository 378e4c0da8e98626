package org.unbroken.deploy.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EmptiedQueueTest {
    private final Reckoned queue = new Reckoned();
    private int announced;
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

    private int announce() throws IOException {
        if (logAway) {
            throw new IOException("no log node answers");
        }
        return ++announced;
    }

    /** A queue, and the one that was reckoned with. */
    private static final class Reckoned implements EmptiedQueue.Queue {
        private String there = "first";
        private String reckoned = "first";

        @Override
        public boolean isAnother() {
            return !there.equals(reckoned);
        }

        @Override
        public void accept() {
            reckoned = there;
        }
    }
}
