package org.unbroken.ingest.console.api;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** What watches the server asks. */
public final class Operations {
    private final Readiness readiness;
    private final PrometheusRegistry registry;
    private final ExpositionFormats formats = ExpositionFormats.init();

    public Operations(Readiness readiness, PrometheusRegistry registry) {
        this.readiness = readiness;
        this.registry = registry;
    }

    /** The process answers. */
    public Answer health(Call call) {
        return Answer.json(200, JsonObject.builder().put("status", "up").build());
    }

    /** Whether it can do its work. Anonymous callers read this: it names the part that does not work, and not why. */
    public Answer ready(Call call) {
        List<String> parts = readiness.problems().stream()
                .map(Readiness.Problem::part)
                .distinct()
                .toList();
        return Answer.json(
                parts.isEmpty() ? 200 : 503,
                JsonObject.builder()
                        .put("status", parts.isEmpty() ? "ready" : "not ready")
                        .put("not_ready", JsonArray.ofStrings(parts))
                        .build());
    }

    public Answer metrics(Call call) throws IOException {
        ExpositionFormatWriter writer = formats.findWriter(call.header("Accept").orElse(null));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, registry.scrape());
        return Answer.bytes(200, writer.getContentType(), out.toByteArray());
    }
}
