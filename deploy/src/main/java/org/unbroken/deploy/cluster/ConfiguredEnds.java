package org.unbroken.deploy.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.Setting;
import org.unbroken.deploy.scaleout.JobEnds;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.PipelineEnds;

/**
 * The jobs' ends as a configuration file says, read on the machine that an operator runs on. No secret is in here: Flink
 * shows and stores jobs.
 */
public record ConfiguredEnds(String config) implements EndsSource {
    private static final long serialVersionUID = 1L;
    static final String OPS_PORT = "UNBROKEN_OPS_PORT";

    @Override
    public PipelineEnds open() throws Exception {
        return JobEnds.open(ServerSettings.load(NodeRole.JOBS, Optional.of(Path.of(config)), ofThisProcess()));
    }

    /** Several TaskManagers of a machine read one file; each has a port of its own. */
    private static Map<Setting, String> ofThisProcess() {
        String port = System.getenv(OPS_PORT);
        return port == null || port.isEmpty() ? Map.of() : Map.of(Setting.OPS_PORT, port);
    }
}
