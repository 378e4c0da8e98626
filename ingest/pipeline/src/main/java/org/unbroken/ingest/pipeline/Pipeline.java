package org.unbroken.ingest.pipeline;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.pipeline.engine.EmbeddedEngine;
import org.unbroken.ingest.pipeline.engine.EngineSettings;

/** Both jobs, on the engine inside this process. */
public final class Pipeline implements AutoCloseable {
    private final PipelineSettings settings;
    private final PipelineEnds ends;
    private final InstantSource clock;
    private final SecureRandom random;
    private final EmbeddedEngine engine;
    private @Nullable RegisteredEnds registered;

    public Pipeline(PipelineSettings settings, PipelineEnds ends, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.ends = ends;
        this.clock = clock;
        this.random = random;
        this.engine = new EmbeddedEngine(new EngineSettings(settings.flinkDirectory(), settings.checkpointInterval()));
    }

    public void start() throws Exception {
        RegisteredEnds found = RegisteredEnds.register(ends, clock, random);
        registered = found;
        engine.start();
        engine.submit(SealJob.NAME, env -> SealJob.embedded(found).build(env));
        engine.submit(
                DescribeJob.NAME, env -> new DescribeJob(found, settings.software(), 1, settings.history()).build(env));
    }

    /** What is wrong, in an operator's words; empty when both jobs run. */
    public List<String> problems() {
        return engine.problems();
    }

    @Override
    public void close() throws IOException {
        try {
            engine.close();
        } finally {
            if (registered != null) {
                registered.unregister();
            }
        }
    }
}
