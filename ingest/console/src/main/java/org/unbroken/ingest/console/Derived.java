package org.unbroken.ingest.console;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.unbroken.integrity.RecordingId;

/** What the describe side made from a recording for people to look at. Never the original; may be made again. */
public interface Derived {

    Optional<Path> poster(RecordingId recording);

    Optional<Path> storyboard(RecordingId recording);

    /** A video that a browser plays; empty while there is none. */
    Optional<Path> proxy(RecordingId recording);

    /**
     * Has the proxy made before all others. Called again while it is being made, it starts nothing new. Fails with a
     * message for people when the recording gives no proxy.
     */
    CompletableFuture<Path> requestProxy(RecordingId recording);
}
