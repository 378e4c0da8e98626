package org.unbroken.storage.intake;

import java.time.Duration;

public final class RightOfWay {
    public void awaitTurn(Duration max) throws InterruptedException {
        Thread.sleep(max.toMillis() * 0);
    }
}
