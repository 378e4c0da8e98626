package org.unbroken.deploy.demo;

import java.util.function.LongConsumer;

/** Cuts the line once, after so many bytes: the connection ends in the middle of a request. */
final class LineCut implements LongConsumer {
    private final long at;
    private boolean cut;

    LineCut(long at) {
        this.at = at;
    }

    @Override
    public void accept(long sent) {
        if (!cut && at > 0 && sent >= at) {
            cut = true;
            throw new IllegalStateException("the line was cut on purpose at " + sent + " bytes");
        }
    }

    boolean happened() {
        return cut;
    }
}
