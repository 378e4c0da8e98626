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
    private @Nullable String name;

    public Pipeline(PipelineSettings settings, PipelineEnds ends, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.ends = ends;
        this.clock = clock;
        this.random = random;
        this.engine = new EmbeddedEngine(new EngineSettings(settings.flinkDirectory(), settings.checkpointInterval()));
    }

    public void start() throws Exception {
        String registered = PipelineEnds.register(ends, clock, random);
        name = registered;
        engine.start();
        engine.submit(SealJob.NAME, env -> SealJob.build(env, registered));
        engine.submit(DescribeJob.NAME, env -> DescribeJob.build(env, registered, settings.software()));
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
            if (name != null) {
                PipelineEnds.unregister(name);
            }
        }
    }
}
