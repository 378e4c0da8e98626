package org.unbroken.ingest.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.pipeline.describe.HistorySettings;

/** What a job that is submitted anew finds of its earlier life. Flink runs it in this process. */
@Tag("slow")
class ClusterJobsTest {
    @TempDir
    Path dir;

    private SharedFolder shared;
    private JobClient job;

    @BeforeEach
    void open() throws IOException {
        shared = new SharedFolder(dir.resolve("shared"));
    }

    @AfterEach
    void close() throws Exception {
        if (job != null) {
            end();
        }
        shared.close();
    }

    @Test
    void takesASavepointUpWithAnotherParallelism() throws Exception {
        submit(2);
        shared.land(10);
        shared.openGate(0, 3);
        shared.await("three are sealed", () -> shared.sealed() == 3);
        String savepoint = job.stopWithSavepoint(
                        false, folder() + "/" + StateFolder.SAVEPOINTS, SavepointFormatType.CANONICAL)
                .get(1, TimeUnit.MINUTES);
        end();
        shared.forgetReads();

        submit(3);
        shared.land(5);
        shared.openGate(3, 15);
        shared.await("all are sealed", () -> shared.sealed() == 15);
        assertThat(shared.smallestRead())
                .as("seven were in the savepoint, under way")
                .isGreaterThanOrEqualTo(10);
        assertThat(Path.of(URI.create(savepoint))).as("is its maker's").exists();
    }

    @Test
    void passesOverACheckpointThatIsCutOffOrLacksItsState() throws Exception {
        submit(2);
        shared.land(10);
        shared.openGate(0, 5);
        shared.await("five are sealed", () -> shared.sealed() == 5);
        shared.awaitNewCheckpoint(dir.resolve("checkpoints"));
        shared.await(
                "two checkpoints are kept",
                () -> shared.complete(dir.resolve("checkpoints")).size() >= 2);
        end();

        List<StateFolder.Found> found = new StateFolder(URI.create(folder())).newestFirstAndSweep();
        assertThat(found).hasSize(2);
        Path newest = Path.of(URI.create(found.get(0).path() + "/_metadata"));
        byte[] whole = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(whole, whole.length / 2));
        List<StateFolder.Found> left = new StateFolder(URI.create(folder())).newestFirstAndSweep();
        assertThat(left).containsExactly(found.get(1));
        shared.forgetReads();

        submit(2);
        shared.openGate(5, 10);
        shared.await("all are sealed", () -> shared.sealed() == 10);
        end();
        assertThat(shared.smallestRead()).as("it did not begin anew").isNotZero();

        try (Stream<Path> files = Files.walk(dir.resolve("checkpoints"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> !each.endsWith("_metadata"))
                    .toList()) {
                Files.delete(file);
            }
        }
        shared.forgetReads();
        submit(2);
        shared.land(1);
        shared.openGate(10, 11);
        shared.await("what came later is sealed", () -> shared.sealed() == 11);
    }

    private void submit(int parallelism) throws Exception {
        job = ClusterJobs.submit(
                        new FolderEnds(shared.root().toString()),
                        new ClusterJobSettings(
                                Set.of(ClusterJob.SEAL),
                                dir.resolve("checkpoints").toUri(),
                                Duration.ofMillis(200),
                                Optional.empty(),
                                parallelism,
                                1,
                                HistorySettings.defaults(),
                                "unbroken test"))
                .get(0);
    }

    private String folder() {
        return dir.resolve("checkpoints").resolve("seal").toUri().toString();
    }

    private void end() throws Exception {
        JobClient ending = job;
        job = null;
        if (!ending.getJobStatus().get(1, TimeUnit.MINUTES).isTerminalState()) {
            ending.cancel().get(1, TimeUnit.MINUTES);
        }
        shared.await("the job has ended", () -> ended(ending));
    }

    private static boolean ended(JobClient client) {
        try {
            return client.getJobStatus().get(1, TimeUnit.MINUTES).isTerminalState();
        } catch (Exception goneWithItsCluster) {
            return true;
        }
    }
}
