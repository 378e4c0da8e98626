package org.unbroken.ingest.console.pages;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.digest.Sha256;

/** The few files that come with the program. A name is looked up among them, and never becomes a path. */
public final class StaticFiles {
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "console.css", "text/css; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8",
            "orders.js", "text/javascript; charset=utf-8",
            "mark.svg", "image/svg+xml");
    private static final String OPEN_API = "openapi.json";

    private final Map<String, byte[]> files = new HashMap<>();

    /** Reads them from the class path. */
    public void load() throws IOException {
        for (String name : MEDIA_TYPES.keySet()) {
            files.put(name, read(name));
        }
        files.put(OPEN_API, read(OPEN_API));
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = StaticFiles.class.getResourceAsStream("/org/unbroken/ingest/console/" + name)) {
            if (in == null) {
                throw new IOException("the program is incomplete: " + name + " is missing");
            }
            return in.readAllBytes();
        }
    }

    public byte[] openApi() {
        return file(OPEN_API).clone();
    }

    /** {@code /assets/{name}}. */
    public Answer asset(Call call) {
        String mediaType = Optional.ofNullable(MEDIA_TYPES.get(call.variable("name")))
                .orElseThrow(() -> Problem.notFound().exception());
        byte[] bytes = file(call.variable("name"));
        String etag = "\"" + Sha256.of(bytes).hex().substring(0, 32) + "\"";
        if (call.header("If-None-Match").filter(etag::equals).isPresent()) {
            return new Answer(304, "", Map.of("ETag", etag), new org.unbroken.ingest.console.http.Body.Empty());
        }
        return Answer.bytes(200, mediaType, bytes).with("ETag", etag).with("Cache-Control", "no-cache");
    }

    private byte[] file(String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalStateException(name + " was not loaded");
        }
        return bytes;
    }
}
