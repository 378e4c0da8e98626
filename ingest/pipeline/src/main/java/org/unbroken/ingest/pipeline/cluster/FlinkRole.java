package org.unbroken.ingest.pipeline.cluster;

/** What a process of the cluster is. */
public sealed interface FlinkRole {

    /** The one that submits the jobs, hands out work and orders checkpoints. */
    record JobManager() implements FlinkRole {}

    /**
     * One of those that do the work.
     *
     * @param id names it in logs and metrics; no two may have the same
     * @param host under which the others reach it
     * @param rpcPort 0 for a free one, as for {@code dataPort}
     * @param slots how many of each job's operators it runs beside one another
     */
    record TaskManager(String id, String host, int rpcPort, int dataPort, int slots) implements FlinkRole {
        public TaskManager {
            if (slots < 1 || slots > 256) {
                throw new IllegalArgumentException("slots = " + slots + ": 1 to 256");
            }
        }
    }
}
