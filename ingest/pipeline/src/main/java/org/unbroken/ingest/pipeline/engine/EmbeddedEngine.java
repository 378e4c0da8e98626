package org.unbroken.ingest.pipeline.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink mini cluster in this process. Each job has a fixed id, by which its checkpoints are found again: after a
 * crash and after an orderly stop alike it resumes from the newest one.
 */
public final class EmbeddedEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedEngine.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
    private static final Duration RESUME_LIMIT = Duration.ofSeconds(60);
    private static final Duration RESUME_POLL = Duration.ofMillis(50);
    private static final int RESUME_TRIES = 3;

    private final EngineSettings settings;
    private final Map<String, JobID> jobs = new ConcurrentHashMap<>();
    private @Nullable MiniCluster cluster;

    public EmbeddedEngine(EngineSettings settings) {
        this.settings = settings;
    }

    public void start() throws Exception {
        // A killed process leaves some 40 MB of unpacked libraries behind.
        if (Files.exists(settings.temporary())) {
            CheckpointFolder.delete(settings.temporary());
        }
        Files.createDirectories(settings.temporary());
        Files.createDirectories(settings.checkpoints());
        MiniCluster starting = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration())
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .withRandomPorts()
                .build());
        starting.start();
        cluster = starting;
    }

    private Configuration configuration() {
        Configuration conf = new Configuration();
        // The blob server would otherwise listen on every interface.
        conf.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
        conf.set(JobManagerOptions.ADDRESS, "127.0.0.1");
        conf.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
        conf.set(TaskManagerOptions.HOST, "127.0.0.1");
        conf.set(RestOptions.BIND_ADDRESS, "localhost");
        conf.set(RestOptions.ADDRESS, "localhost");
        conf.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
        conf.set(CoreOptions.TMP_DIRS, settings.temporary().toString());
        conf.set(BlobServerOptions.STORAGE_DIRECTORY, settings.temporary().toString());
        conf.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        conf.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
        conf.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        return conf;
    }

    private Configuration jobConfiguration() {
        Configuration conf = new Configuration();
        conf.set(PipelineOptions.GENERIC_TYPES, false);
        conf.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                settings.checkpoints().toUri().toString());
        conf.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
        conf.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        // Aligned barriers wait behind a long seal, and what is finished would not come out.
        conf.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        conf.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, false);
        conf.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        conf.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        conf.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        conf.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        conf.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        conf.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        return conf;
    }

    /**
     * Submits a job under a name that gives it its ids. It resumes from its newest checkpoint if it has one; if it cannot
     * (a power cut may keep a checkpoint's metadata and lose its state), it starts anew, which repeats work and loses
     * nothing.
     *
     * <p>A job has two ids, since Flink takes none twice in the life of a cluster: one that it ran under last, and one to
     * start anew under.
     */
    public void submit(String name, JobBuilder job) throws Exception {
        JobID first = jobId(name);
        JobID second = jobId(name + " anew");
        Optional<CheckpointFolder.Found> found =
                newer(folder(first).newestAndSweep(), folder(second).newestAndSweep());
        JobID fresh = first;
        if (found.isPresent()) {
            JobID last = found.get().folder().equals(path(first)) ? first : second;
            fresh = last.equals(first) ? second : first;
            folder(fresh).clear();
            if (resumed(name, last, job, found.get().checkpoint())) {
                return;
            }
            log.atError()
                    .addKeyValue("job", name)
                    .addKeyValue("checkpoint", found.get().checkpoint())
                    .log("cannot resume; starts anew");
            end(last);
            folder(last).clear();
        }
        folder(fresh).clear();
        submit(name, fresh, job, SavepointRestoreSettings.none());
    }

    private static Optional<CheckpointFolder.Found> newer(
            Optional<CheckpointFolder.Found> one, Optional<CheckpointFolder.Found> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().made().compareTo(other.get().made()) >= 0 ? one : other;
    }

    private Path path(JobID id) {
        return settings.checkpoints().resolve(id.toHexString());
    }

    private CheckpointFolder folder(JobID id) {
        return new CheckpointFolder(path(id));
    }

    /** Whether the job, submitted from the checkpoint, came as far as a checkpoint of its own. */
    private boolean resumed(String name, JobID id, JobBuilder job, Path checkpoint) throws Exception {
        try {
            submit(
                    name,
                    id,
                    job,
                    SavepointRestoreSettings.forPath(checkpoint.toUri().toString(), false, RecoveryClaimMode.CLAIM));
        } catch (ExecutionException e) {
            log.atWarn().addKeyValue("job", name).setCause(e).log("refused with its checkpoint");
            return false;
        }
        Set<Long> failures = new HashSet<>();
        long deadline = System.nanoTime() + RESUME_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            AccessExecutionGraph graph = running().getExecutionGraph(id).get(1, TimeUnit.MINUTES);
            CheckpointStatsSnapshot checkpoints = graph.getCheckpointStatsSnapshot();
            if (checkpoints != null && checkpoints.getCounts().getNumberOfCompletedCheckpoints() > 0) {
                return true;
            }
            ErrorInfo failure = graph.getFailureInfo();
            if (failure != null) {
                failures.add(failure.getTimestamp());
            }
            // One failure may be a passing one; a checkpoint that cannot be read fails each time.
            if (failures.size() >= RESUME_TRIES || graph.getState().isTerminalState()) {
                return false;
            }
            Thread.sleep(RESUME_POLL.toMillis());
        }
        // Slow, but not failing: what is wrong then is not the checkpoint.
        return true;
    }

    private void end(JobID id) throws InterruptedException, ExecutionException, TimeoutException {
        if (!running().getJobStatus(id).get(1, TimeUnit.MINUTES).isTerminalState()) {
            running().cancelJob(id).get(1, TimeUnit.MINUTES);
            running().requestJobResult(id).get(1, TimeUnit.MINUTES);
        }
    }

    private void submit(String name, JobID id, JobBuilder job, SavepointRestoreSettings from) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(jobConfiguration());
        job.build(env);
        JobGraph graph = env.getStreamGraph().getJobGraph(EmbeddedEngine.class.getClassLoader(), id);
        graph.setSavepointRestoreSettings(from);
        running().submitJob(graph).get(1, TimeUnit.MINUTES);
        jobs.put(name, id);
        log.atInfo()
                .addKeyValue("job", name)
                .addKeyValue("from", from.restoreSavepoint() ? from.getRestorePath() : "its beginning")
                .log("job submitted");
    }

    /** Puts a job's operators together. */
    @FunctionalInterface
    public interface JobBuilder {
        void build(StreamExecutionEnvironment env) throws IOException;
    }

    /** What is wrong with the jobs, in an operator's words; empty when all run. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        jobs.forEach((name, id) -> {
            try {
                JobStatus status = running().getJobStatus(id).get(5, TimeUnit.SECONDS);
                if (status != JobStatus.RUNNING) {
                    problems.add("the " + name + " job is " + status + cause(id));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                problems.add("the " + name + " job cannot be asked: interrupted");
            } catch (ExecutionException | TimeoutException e) {
                problems.add("the " + name + " job cannot be asked: " + e.getMessage());
            }
        });
        return problems;
    }

    private String cause(JobID id) throws InterruptedException, ExecutionException, TimeoutException {
        ErrorInfo failure =
                running().getExecutionGraph(id).get(5, TimeUnit.SECONDS).getFailureInfo();
        return failure == null ? "" : ": " + failure.getException().getOriginalErrorClassName();
    }

    private MiniCluster running() {
        return Objects.requireNonNull(cluster, "start() comes first");
    }

    private static JobID jobId(String name) {
        byte[] id = new byte[16];
        byte[] digest =
                org.unbroken.integrity.digest.Sha256.of("unbroken job " + name).bytes();
        System.arraycopy(digest, 0, id, 0, id.length);
        return new JobID(id);
    }

    /** Stops as a crash would: what is under way is done again from the last checkpoint. */
    @Override
    public void close() throws IOException {
        MiniCluster closing = cluster;
        if (closing == null) {
            return;
        }
        cluster = null;
        try {
            closing.closeAsync().get(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Flink did not stop within " + CLOSE_LIMIT, e);
        }
    }
}
