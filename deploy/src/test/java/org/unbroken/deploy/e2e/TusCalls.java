package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Single requests of tus, where a test looks at what each is answered. */
record TusCalls(URI server, String token) {

    HttpResponse<String> create(long length, Map<String, String> metadata) throws IOException, InterruptedException {
        String header = metadata.entrySet().stream()
                .map(pair -> pair.getKey() + " "
                        + Base64.getEncoder().encodeToString(pair.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
        return send(request(server)
                .header("Upload-Length", Long.toString(length))
                .header("Upload-Metadata", header)
                .POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> patch(URI upload, long offset, byte[] bytes) throws IOException, InterruptedException {
        return send(request(upload)
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes)));
    }

    HttpResponse<String> head(URI upload) throws IOException, InterruptedException {
        return send(request(upload).method("HEAD", BodyPublishers.noBody()));
    }

    HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return send(request(address).GET());
    }

    URI address(HttpResponse<String> created) {
        return server.resolve(created.headers().firstValue("Location").orElseThrow());
    }

    static String id(URI upload) {
        return upload.getPath().substring(upload.getPath().lastIndexOf('/') + 1);
    }

    static long offset(HttpResponse<String> response) {
        return response.headers().firstValueAsLong("Upload-Offset").orElseThrow();
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .header("Tus-Resumable", "1.0.0")
                .header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Site.HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
