package org.unbroken.deploy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.note.VerifierKey;

/**
 * What the processes of a cluster are told beyond what one server is. Parts that a role does not need may be empty.
 *
 * @param nodeName this process among the others
 * @param operations where a process without a console answers those who watch it
 */
public record ScaleOut(
        String nodeName,
        Optional<ObjectStore> store,
        Optional<Broker> broker,
        LogNode log,
        GatewayNode gateway,
        Door operations,
        Jobs jobs) {

    /** The object store. The keys are read from their files by whoever opens it. */
    public record ObjectStore(
            URI endpoint,
            String region,
            String wormBucket,
            String sharedBucket,
            Path accessKeyFile,
            Path secretKeyFile,
            boolean pathStyle) {}

    /**
     * The queues.
     *
     * @param clientProperties a file with further properties of Kafka's clients
     */
    public record Broker(
            String bootstrap, String topicPrefix, int partitions, int replication, Optional<Path> clientProperties) {}

    /**
     * A node of the log.
     *
     * @param takeoverAfter a writer that is silent for so long is taken for dead
     * @param trusted whose signature those who follow the log believe; empty for roles that do not follow it
     */
    public record LogNode(Path keyFolder, Duration takeoverAfter, List<VerifierKey> trusted) {
        public LogNode {
            trusted = List.copyOf(trusted);
        }
    }

    /**
     * A cameras' door.
     *
     * @param reusePort whether several gateways of this machine share the port
     * @param spool where the end of an upload waits until it fills a part
     * @param logNodes consoles that know states and receipts
     * @param announceAgainAfter what is not sealed by then is announced to the seal job again
     */
    public record GatewayNode(
            boolean reusePort, Path spool, List<URI> logNodes, Optional<Path> tokenFile, Duration announceAgainAfter) {
        public GatewayNode {
            logNodes = List.copyOf(logNodes);
        }
    }

    /**
     * Flink's jobs.
     *
     * @param checkpoints where Flink keeps its state; empty where no job runs
     */
    public record Jobs(Optional<URI> checkpoints, int sealParallelism, int describeParallelism, Path scratch) {}
}
