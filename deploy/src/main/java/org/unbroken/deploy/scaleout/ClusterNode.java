package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.util.List;

/** A process of a cluster, as a command runs it. */
public interface ClusterNode extends AutoCloseable {
    /** Opens everything or nothing; waits for what other machines give, but not for ever. */
    void start() throws IOException, InterruptedException;

    /** A word and an address each, once started. */
    List<String> addresses();

    @Override
    void close() throws IOException;
}
