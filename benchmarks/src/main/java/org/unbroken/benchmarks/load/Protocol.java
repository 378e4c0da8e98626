package org.unbroken.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.unbroken.benchmarks.load.HttpConnection.Reply;

/** How a file goes up, from the first request to the answer that it is all there. */
enum Protocol {
    /** tus 1.0: creation, then the whole file in one PATCH, as its clients send it by default. */
    TUS {
        @Override
        void upload(HttpConnection to, URI base, Optional<String> token, String camera, String name, Payload payload)
                throws IOException {
            String location = create(to, base, token, camera, name, payload.size());
            Map<String, String> headers = headers(token);
            headers.put("Upload-Offset", "0");
            headers.put("Content-Type", "application/offset+octet-stream");
            to.head("PATCH", path(base, location), headers, payload.size());
            body(to, name, payload);
            Reply reply = expect(to.reply(), 204, 204);
            if (!reply.header("upload-offset").equals(Integer.toString(payload.size()))) {
                throw new IOException("offset " + reply.header("upload-offset") + " after " + payload.size());
            }
        }
    },
    /** A plain PUT, as WebDAV takes it. */
    PUT {
        @Override
        void upload(HttpConnection to, URI base, Optional<String> token, String camera, String name, Payload payload)
                throws IOException {
            to.head("PUT", base.getPath() + name, Map.of(), payload.size());
            body(to, name, payload);
            expect(to.reply(), 201, 204);
        }
    };

    private static final int PIECE_BYTES = 1 << 20;

    abstract void upload(
            HttpConnection to, URI base, Optional<String> token, String camera, String name, Payload payload)
            throws IOException;

    /** Creates a tus upload; returns where it is. */
    static String create(
            HttpConnection to, URI base, Optional<String> token, String camera, String name, long uploadBytes)
            throws IOException {
        Map<String, String> headers = headers(token);
        headers.put("Upload-Length", Long.toString(uploadBytes));
        headers.put(
                "Upload-Metadata",
                "filename " + base64(name) + ",filetype " + base64("video/mp4") + ",camera " + base64(camera));
        to.head("POST", base.getPath(), headers, 0);
        return expect(to.reply(), 201, 201).header("location");
    }

    static Map<String, String> headers(Optional<String> token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Tus-Resumable", "1.0.0");
        token.ifPresent(text -> headers.put("Authorization", "Bearer " + text));
        return headers;
    }

    static String path(URI base, String location) {
        return base.resolve(location).getPath();
    }

    private static void body(HttpConnection to, String name, Payload payload) throws IOException {
        IntFunction<ByteBuffer> pieces = payload.file(name, PIECE_BYTES);
        for (int i = 0; ; i++) {
            ByteBuffer piece = pieces.apply(i);
            if (!piece.hasRemaining()) {
                return;
            }
            to.send(piece);
        }
    }

    private static Reply expect(Reply reply, int either, int or) throws IOException {
        if (reply.status() != either && reply.status() != or) {
            throw new IOException("answered " + reply.status() + ": " + reply.body());
        }
        return reply;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
