package org.unbroken.deploy.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.unbroken.deploy.dock.Replies;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;

/** The console's API, as far as commands need it. */
public final class ConsoleClient {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI server;
    private final Optional<String> token;

    /** @param server such as {@code http://127.0.0.1:8080/} */
    public ConsoleClient(HttpClient http, URI server, Optional<String> token) {
        this.http = http;
        this.server = URI.create(server.toString().endsWith("/") ? server.toString() : server + "/");
        this.token = token;
    }

    public JsonObject json(String path) throws ConsoleException, InterruptedException {
        return parse(path, bytes(path));
    }

    public byte[] bytes(String path) throws ConsoleException, InterruptedException {
        return expect(path, send(request(path).timeout(ANSWER).GET().build(), BodyHandlers.ofByteArray()), 200);
    }

    /** As {@link #bytes}, for readers that know no failure but of reading. */
    public byte[] fetched(String path) throws IOException {
        try {
            return bytes(path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ConsoleException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Starts something; its answer. */
    public JsonObject post(String path) throws ConsoleException, InterruptedException {
        return post(
                path,
                request(path).timeout(ANSWER).POST(BodyPublishers.noBody()).build());
    }

    /** Says something; the answer. */
    public JsonObject post(String path, JsonObject body) throws ConsoleException, InterruptedException {
        return post(
                path,
                request(path)
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body.canonical()))
                        .build());
    }

    private JsonObject post(String path, HttpRequest request) throws ConsoleException, InterruptedException {
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        return parse(path, expect(path, response, response.statusCode() == 202 ? 202 : 200));
    }

    /** As a stream from this byte on; to be closed. */
    public InputStream open(String path, long from) throws ConsoleException, InterruptedException {
        HttpRequest.Builder request = request(path).GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        HttpResponse<InputStream> response = send(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() == (from > 0 ? 206 : 200)) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw new ConsoleException(
                    response.statusCode(), path + ": the server answered " + problem(response, body.readNBytes(4096)));
        } catch (IOException e) {
            throw new ConsoleException(response.statusCode(), path + ": the server answered " + response.statusCode());
        }
    }

    private static String problem(HttpResponse<?> response, byte[] body) {
        return Replies.problem(response.statusCode(), body);
    }

    private static byte[] expect(String path, HttpResponse<byte[]> response, int status) throws ConsoleException {
        if (response.statusCode() != status) {
            throw new ConsoleException(
                    response.statusCode(), path + ": the server answered " + problem(response, response.body()));
        }
        return response.body();
    }

    private static JsonObject parse(String path, byte[] body) throws ConsoleException {
        try {
            return JsonObject.parse(body);
        } catch (JsonException e) {
            throw new ConsoleException(200, path + ": the server's answer cannot be read: " + e.getMessage());
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws ConsoleException, InterruptedException {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new ConsoleException(0, "no answer from " + server + " (" + reason + ")");
        }
    }
}
