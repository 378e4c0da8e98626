package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Something of the cluster that is started, watched and ended as one. */
interface Part {
    String name();

    /** Starts what does not run of it; whether anything had to be started. */
    boolean start() throws IOException, InterruptedException;

    /** Where it stands, found out just now and within seconds. */
    Condition look() throws IOException;

    /** Ends it in good order, or else by force; whether it went in good order. */
    boolean stop() throws IOException, InterruptedException;

    /** As a crash would end it. */
    void kill() throws IOException, InterruptedException;

    /** What a part is doing. */
    enum Standing {
        /** Never started, or ended on demand. */
        STOPPED,
        /** Runs, and does not do its work (yet). */
        RUNNING,
        READY,
        /** Was started and is gone. */
        DEAD
    }

    /**
     * What was found.
     *
     * @param detail what it waits for, or why it may have died
     */
    record Condition(Standing standing, Optional<Long> pid, List<Integer> ports, Optional<String> detail) {
        public Condition {
            ports = List.copyOf(ports);
        }
    }
}
