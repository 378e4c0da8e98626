package org.unbroken.deploy.e2e;

import java.time.Duration;
import java.util.Optional;

/** Something that befalls a cluster at work. */
interface Trouble {
    /** How long cameras go on uploading while it is there. */
    Duration lasts();

    /** Why this machine or this user cannot have it; empty where they can. */
    default Optional<String> impossible() {
        return Optional.empty();
    }

    void begin(RunningCluster cluster) throws Exception;

    /** What an operator or a monitor can see by now. Asked again until it holds. */
    default boolean shows(RunningCluster cluster) throws Exception {
        return true;
    }

    /** Takes it away. What died is brought back by {@code cluster up} after this. */
    void heal(RunningCluster cluster) throws Exception;
}
