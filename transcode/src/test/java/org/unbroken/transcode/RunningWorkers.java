package org.unbroken.transcode;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real worker processes, started once for a test class; natives are unpacked once for the whole build. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RunningWorkers {
    Path folder = Path.of("unused");

    MediaWorkers workers = new MediaWorkers(WorkerSettings.defaults(Path.of("unused")));

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        folder = scratch;
        System.setProperty("unbroken.transcode.drills", "true");
        workers = new MediaWorkers(settings(folder));
        workers.start();
    }

    @AfterAll
    void stop() {
        workers.close();
    }

    WorkerSettings settings(Path scratch) {
        return WorkerSettings.defaults(scratch)
                .withCacheDir(Path.of("target", "natives").toAbsolutePath())
                .withWorkers(2, 2);
    }

    Path footage(String name, FootageSpec spec) throws Exception {
        Path file = folder.resolve(name);
        workers.synthesize(spec, file);
        return file;
    }

    static FootageSpec small(int seconds) {
        return FootageSpec.of(seconds, 160, 120, 10, 42);
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
