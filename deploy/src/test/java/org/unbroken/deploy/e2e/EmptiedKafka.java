package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kafka's disk is lost with all its topics, under load: landings that no job had taken, facts that the log had not. A person
 * has the log read on, as docs/OPERATIONS.md says; for the landings nobody does anything.
 */
record EmptiedKafka() implements Trouble {
    private static final String KAFKA = "kafka";

    @Override
    public void begin(RunningCluster cluster) throws Exception {
        cluster.kill(KAFKA);
        delete(cluster.folder().resolve(KAFKA));
    }

    @Override
    public boolean shows(RunningCluster cluster) throws Exception {
        return !cluster.status().bool("well");
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void heal(RunningCluster cluster) throws Exception {
        cluster.up();
        UnbrokenScript.run(
                        "log",
                        "--config",
                        cluster.folder().resolve("conf").resolve("log-1.properties"),
                        "--read-facts-again")
                .done();
    }

    private static void delete(Path tree) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public String toString() {
        return "emptied kafka";
    }
}
