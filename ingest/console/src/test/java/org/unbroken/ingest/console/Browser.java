package org.unbroken.ingest.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.unbroken.integrity.json.JsonObject;

/** Real HTTP requests. Follows no redirect and keeps no cookie: what a test sends is what it says. */
final class Browser {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;

    Browser(URI server) {
        this.server = server;
    }

    /** {@code headers}: names and values in turn. */
    HttpResponse<byte[]> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(
                method,
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(String path, String token) throws IOException, InterruptedException {
        return send("GET", path, "", "Authorization", "Bearer " + token);
    }

    JsonObject json(String path, String token) throws IOException, InterruptedException {
        return JsonObject.parse(get(path, token).body());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
