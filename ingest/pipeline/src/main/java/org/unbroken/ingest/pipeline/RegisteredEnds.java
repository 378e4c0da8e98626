package org.unbroken.ingest.pipeline;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Ends of the embedded default: they stand in the process that the jobs run in, under a name that the jobs carry. */
public record RegisteredEnds(String name) implements EndsSource {
    private static final ConcurrentMap<String, PipelineEnds> STANDING = new ConcurrentHashMap<>();

    /** Makes the ends findable in this process. */
    public static RegisteredEnds register(PipelineEnds ends, InstantSource clock, SecureRandom random) {
        String name = clock.millis() + "-" + Long.toHexString(random.nextLong());
        STANDING.put(name, ends);
        return new RegisteredEnds(name);
    }

    public void unregister() {
        STANDING.remove(name);
    }

    /** Throws {@link IllegalStateException} when the process has no such ends (any more). */
    @Override
    public PipelineEnds open() {
        PipelineEnds ends = STANDING.get(name);
        if (ends == null) {
            throw new IllegalStateException("no pipeline ends \"" + name + "\" in this process");
        }
        return ends;
    }
}
