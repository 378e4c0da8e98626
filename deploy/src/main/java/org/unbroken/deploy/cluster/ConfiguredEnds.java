package org.unbroken.deploy.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.scaleout.JobEnds;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.PipelineEnds;

/**
 * The jobs' ends as a configuration file says, read on the machine that an operator runs on. No secret is in here: Flink
 * shows and stores jobs.
 */
public record ConfiguredEnds(String config) implements EndsSource {
    private static final long serialVersionUID = 1L;

    @Override
    public PipelineEnds open() throws Exception {
        return JobEnds.open(ServerSettings.load(NodeRole.JOBS, Optional.of(Path.of(config)), Map.of()));
    }
}
