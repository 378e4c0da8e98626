package org.unbroken.ingest.pipeline.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Flink in this process.
 *
 * @param directory {@code checkpoints/} and {@code tmp/} lie in it; {@code tmp/} is wiped at start
 */
public record EngineSettings(Path directory, Duration checkpointInterval) {
    Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    Path temporary() {
        return directory.resolve("tmp");
    }
}
