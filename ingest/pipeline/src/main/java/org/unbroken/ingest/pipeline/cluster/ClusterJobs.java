package org.unbroken.ingest.pipeline.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.client.JobInitializationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.pipeline.DescribeJob;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.SealJob;

/**
 * Submits the jobs to the cluster that this process is the JobManager of, or that the settings of the process name.
 *
 * <p>A JobManager that died remembers nothing: each job resumes from the newest state that it finds in its folder, and a
 * cluster without any other memory than that folder goes on where it was. What cannot be read is passed over for the one
 * before; without any the job begins anew, which repeats work and loses nothing.
 */
public final class ClusterJobs {
    private static final Logger log = LoggerFactory.getLogger(ClusterJobs.class);
    /** Keyed state is cut into as many pieces, which is the most that a job can be spread over; it never changes. */
    private static final int KEY_GROUPS = 128;
    /** A store that hiccups costs a checkpoint, not a restart. */
    private static final int TOLERABLE_FAILED_CHECKPOINTS = 10;

    private ClusterJobs() {}

    /** Returns once the jobs have been taken, not when they end. */
    public static List<JobClient> submit(EndsSource ends, ClusterJobSettings settings) throws Exception {
        List<JobClient> submitted = new ArrayList<>();
        for (ClusterJob job : ClusterJob.values()) {
            if (settings.jobs().contains(job)) {
                submitted.add(submit(job, ends, settings));
            }
        }
        return submitted;
    }

    private static JobClient submit(ClusterJob job, EndsSource ends, ClusterJobSettings settings) throws Exception {
        for (StateFolder.Found found : new StateFolder(settings.folder(job)).newestFirstAndSweep()) {
            try {
                return submit(job, ends, settings, Optional.of(found));
            } catch (Exception e) {
                // Refused by the JobManager: state of operators that this release does not have, for one.
                if (ExceptionUtils.findThrowable(e, JobInitializationException.class)
                        .isEmpty()) {
                    throw e;
                }
                log.atError()
                        .addKeyValue("job", job.word())
                        .addKeyValue("from", found.path())
                        .setCause(e)
                        .log("cannot resume; tries what was before");
            }
        }
        return submit(job, ends, settings, Optional.empty());
    }

    private static JobClient submit(
            ClusterJob job, EndsSource ends, ClusterJobSettings settings, Optional<StateFolder.Found> from)
            throws Exception {
        Configuration conf = configuration(job, settings);
        from.ifPresent(found -> {
            conf.set(StateRecoveryOptions.SAVEPOINT_PATH, found.path().toString());
            // A savepoint is its maker's; a checkpoint is nobody's but the job's, which removes it when it has newer.
            conf.set(
                    StateRecoveryOptions.RESTORE_MODE,
                    found.savepoint() ? RecoveryClaimMode.NO_CLAIM : RecoveryClaimMode.CLAIM);
        });
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
        build(job, ends, settings, env);
        JobClient client = env.executeAsync(job.word());
        log.atInfo()
                .addKeyValue("job", job.word())
                .addKeyValue("id", client.getJobID())
                .addKeyValue("from", from.map(found -> found.path().toString()).orElse("its beginning"))
                .log("job submitted");
        return client;
    }

    private static void build(
            ClusterJob job, EndsSource ends, ClusterJobSettings settings, StreamExecutionEnvironment env)
            throws IOException {
        int parallelism = settings.parallelism(job);
        env.setMaxParallelism(KEY_GROUPS);
        switch (job) {
            case SEAL -> new SealJob(ends, settings.kafka(), parallelism).build(env);
            case DESCRIBE -> new DescribeJob(ends, settings.software(), parallelism, settings.history()).build(env);
        }
    }

    static Configuration configuration(ClusterJob job, ClusterJobSettings settings) {
        Configuration conf = new Configuration();
        String folder = settings.folder(job).toString();
        conf.set(PipelineOptions.GENERIC_TYPES, false);
        conf.set(PipelineOptions.NAME, job.word());
        conf.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder);
        conf.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, folder + "/" + StateFolder.SAVEPOINTS);
        conf.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
        conf.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        // Aligned barriers wait behind a long seal, and what is finished would not come out.
        conf.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        // Cameras' histories grow and change little; what the seal job holds is small and new each time.
        conf.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, job == ClusterJob.DESCRIBE);
        conf.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        conf.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, TOLERABLE_FAILED_CHECKPOINTS);
        conf.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        conf.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        conf.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        conf.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        conf.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        return conf;
    }
}
