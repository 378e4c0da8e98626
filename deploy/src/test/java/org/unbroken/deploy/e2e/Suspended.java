package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * SIGSTOP: it takes connections and answers none, which is worse than a process that is gone. With {@code felt}, every
 * gateway is to say by {@code /readyz} that it is not ready, and why.
 */
record Suspended(String who, Duration lasts, boolean felt) implements Trouble {

    @Override
    public void begin(RunningCluster cluster) throws Exception {
        signal(cluster, "STOP");
    }

    @Override
    public boolean shows(RunningCluster cluster) throws Exception {
        if (!felt) {
            return true;
        }
        for (URI operations : cluster.operations()) {
            HttpResponse<String> answer = readiness(operations);
            if (answer.statusCode() != 503 || answer.body().isBlank()) {
                return false;
            }
        }
        return true;
    }

    static HttpResponse<String> readiness(URI operations) throws IOException, InterruptedException {
        return Site.HTTP.send(
                HttpRequest.newBuilder(operations.resolve("readyz"))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void heal(RunningCluster cluster) throws Exception {
        signal(cluster, "CONT");
    }

    /**
     * Of the store, the daemon that speaks S3. Its disk daemon has the disk on a lease of 16 s; frozen for longer while
     * requests wait, and the only one, it never answers those (Ceph 16, "waiting for readable": seen twice). That is not
     * what is tried here.
     */
    private List<Long> answering(RunningCluster cluster) throws IOException {
        return who.equals("s3") ? cluster.pids(who).subList(0, 1) : cluster.pids(who);
    }

    private void signal(RunningCluster cluster, String name) throws Exception {
        for (long pid : answering(cluster)) {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -" + name + " " + pid + " (" + who + "): " + exit);
            }
        }
    }

    @Override
    public String toString() {
        return who + " hangs for " + lasts.toSeconds() + " s";
    }
}
