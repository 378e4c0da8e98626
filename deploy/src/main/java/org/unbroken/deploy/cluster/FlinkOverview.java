package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.deploy.cluster.keys.FlinkKeys;
import org.unbroken.integrity.json.JsonObject;

/** What Flink's REST interface says to a holder of its client certificate, which is there once keys were made. */
final class FlinkOverview {
    private final FlinkKeys keys;
    private final URI rest;
    private @Nullable HttpClient http;

    FlinkOverview(FlinkKeys keys, URI rest) {
        this.keys = keys;
        this.rest = rest;
    }

    private synchronized HttpClient http() throws IOException {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .connectTimeout(ReadyCheck.PATIENCE)
                    .sslContext(keys.client())
                    .build();
        }
        return http;
    }

    /** Each of these jobs runs. */
    ReadyCheck jobs(List<String> names) {
        return () -> {
            try {
                JsonObject answer = JsonObject.parse(get("jobs/overview"));
                List<String> missing = new ArrayList<>(names);
                for (JsonObject job : answer.array("jobs").objects()) {
                    long running = job.findObject("tasks")
                            .flatMap(tasks -> tasks.findInteger("running"))
                            .orElse(0L);
                    long total = job.findObject("tasks")
                            .flatMap(tasks -> tasks.findInteger("total"))
                            .orElse(-1L);
                    if (job.string("state").equals("RUNNING") && running == total) {
                        missing.remove(job.string("name"));
                    }
                }
                return missing.isEmpty() ? Optional.empty() : Optional.of("not running: " + String.join(", ", missing));
            } catch (IOException | IllegalArgumentException e) {
                return Optional.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            }
        };
    }

    /** The JobManager knows this TaskManager. */
    ReadyCheck taskManager(String id) {
        return () -> {
            try {
                String answer = new String(get("taskmanagers"), java.nio.charset.StandardCharsets.UTF_8);
                return answer.contains("\"id\":\"" + id + "\"")
                        ? Optional.empty()
                        : Optional.of("the JobManager does not know it");
            } catch (IOException e) {
                return Optional.of("the JobManager cannot be asked: "
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            }
        };
    }

    private byte[] get(String path) throws IOException {
        try {
            HttpResponse<byte[]> response = http().send(
                            HttpRequest.newBuilder(rest.resolve(path))
                                    .timeout(ReadyCheck.PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("Flink answers " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
