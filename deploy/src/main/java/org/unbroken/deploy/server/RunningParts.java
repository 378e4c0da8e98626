package org.unbroken.deploy.server;

import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, to be closed in the opposite order, each even if another's closing failed. A part that is opened
 * when it is first needed is added by whatever thread needs it.
 */
public final class RunningParts {
    private static final Logger log = LoggerFactory.getLogger(RunningParts.class);

    private final Deque<Part> parts = new ConcurrentLinkedDeque<>();

    public void add(String name, AutoCloseable part) {
        parts.push(new Part(name, part));
    }

    /** Throws the first failure, with the others suppressed in it. */
    public void close() throws IOException {
        IOException failure = null;
        for (Part part = parts.poll(); part != null; part = parts.poll()) {
            failure = close(part, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable IOException close(Part part, @Nullable IOException failure) {
        try {
            part.part().close();
            return failure;
        } catch (Exception e) {
            log.atError().addKeyValue("part", part.name()).setCause(e).log("did not close");
            IOException named = new IOException(part.name() + " did not close: " + e.getMessage(), e);
            if (failure == null) {
                return named;
            }
            failure.addSuppressed(named);
            return failure;
        }
    }

    private record Part(String name, AutoCloseable part) {}
}
