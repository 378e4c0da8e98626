package org.unbroken.ingest.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.unbroken.integrity.RecordingId;

/** The requests of tus, each on a connection of its own, well-formed unless the caller adds what is not. */
final class TusCalls {
    final URI server;
    private final String token;

    TusCalls(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    static String metadata(String... keysAndValues) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            pairs.add(keysAndValues[i] + " "
                    + Base64.getEncoder().encodeToString(keysAndValues[i + 1].getBytes(StandardCharsets.UTF_8)));
        }
        return "Upload-Metadata: " + String.join(",", pairs);
    }

    Wire.Response call(String method, String path, byte[] body, String... headers) throws IOException {
        try (Wire wire = new Wire(server)) {
            start(wire, method, path, body.length, headers);
            wire.send(body);
            return wire.read(method.equals("HEAD"));
        }
    }

    void start(Wire wire, String method, String path, long length, String... headers) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + path + " HTTP/1.1");
        lines.add("Host: " + server.getAuthority());
        lines.add("Authorization: Bearer " + token);
        lines.add("Tus-Resumable: 1.0.0");
        if (length >= 0) {
            lines.add("Content-Length: " + length);
        }
        lines.addAll(List.of(headers));
        wire.head(lines.toArray(String[]::new));
    }

    Wire.Response post(String... headers) throws IOException {
        return call("POST", "/files/", new byte[0], headers);
    }

    /** A new upload of camera c1; its path. */
    String create(long length) throws IOException {
        Wire.Response created = post("Upload-Length: " + length, metadata("camera", "c1", "filename", "a.mp4"));
        if (created.status() != 201) {
            throw new AssertionError(created.status() + " " + created.text());
        }
        return created.header("Location");
    }

    Wire.Response patch(String path, long offset, byte[] body, String... more) throws IOException {
        return call("PATCH", path, body, patchHeaders(offset, more));
    }

    void startPatch(Wire wire, String path, long offset, long length, String... more) throws IOException {
        start(wire, "PATCH", path, length, patchHeaders(offset, more));
    }

    private static String[] patchHeaders(long offset, String... more) {
        List<String> headers = new ArrayList<>(List.of(more));
        headers.add("Upload-Offset: " + offset);
        headers.add("Content-Type: application/offset+octet-stream");
        return headers.toArray(String[]::new);
    }

    Wire.Response head(String path) throws IOException {
        return call("HEAD", path, new byte[0]);
    }

    static RecordingId id(String path) {
        return new RecordingId(path.substring("/files/".length()));
    }
}
