package org.unbroken.ingest.pipeline;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.unbroken.ingest.pipeline.describe.DescribeWorkshop;
import org.unbroken.ingest.pipeline.seal.SealWorkshop;

/**
 * What the jobs' operators reach for where they run. A Flink job is serialised before it starts and cannot carry open
 * databases; it carries the name under which they stand here. In the embedded default both live in one process.
 */
public record PipelineEnds(SealWorkshop seal, DescribeWorkshop describe) {
    private static final ConcurrentMap<String, PipelineEnds> OPEN = new ConcurrentHashMap<>();

    /** Makes the ends findable; returns the name that the jobs carry. */
    public static String register(PipelineEnds ends, InstantSource clock, SecureRandom random) {
        String name = clock.millis() + "-" + Long.toHexString(random.nextLong());
        OPEN.put(name, ends);
        return name;
    }

    public static void unregister(String name) {
        OPEN.remove(name);
    }

    /** Throws {@link IllegalStateException} when the process has no such ends (any more). */
    public static PipelineEnds of(String name) {
        PipelineEnds ends = OPEN.get(name);
        if (ends == null) {
            throw new IllegalStateException("no pipeline ends \"" + name + "\" in this process");
        }
        return ends;
    }
}
