package org.unbroken.ingest.console.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts an answer on the wire, with the headers that every answer has. */
public final class AnswerWriter {
    /** Nothing from elsewhere, no frames, no plug-ins, no inline scripts; forms go to this server only. */
    private static final String POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; " + "frame-ancestors 'none'";
    /** For files that cameras made: whatever they hold, a browser that opens one runs nothing of it. */
    private static final String SANDBOX =
            "default-src 'none'; media-src 'self'; img-src 'self'; " + "frame-ancestors 'none'; sandbox";

    private AnswerWriter() {}

    public static void write(Answer answer, Request request, Response response, Callback callback) {
        boolean head = request.getMethod().equals("HEAD");
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Content-Security-Policy", answer.body() instanceof Body.Stream ? SANDBOX : POLICY);
        if (!answer.mediaType().isEmpty()) {
            headers.put("Content-Type", answer.mediaType());
        }
        answer.headers().forEach(headers::put);
        if (answer.body() instanceof Body.Stream stream) {
            if (head) {
                closeUnsent(stream, response, callback);
            } else {
                new ChannelCopy(stream, response, callback).iterate();
            }
        } else if (answer.body() instanceof Body.Bytes bytes) {
            headers.put("Content-Length", Integer.toString(bytes.bytes().length));
            response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes.bytes()), callback);
        } else {
            response.write(true, ByteBuffer.allocate(0), callback);
        }
    }

    private static void closeUnsent(Body.Stream stream, Response response, Callback callback) {
        try {
            stream.channel().close();
            response.write(true, ByteBuffer.allocate(0), callback);
        } catch (IOException e) {
            callback.failed(e);
        }
    }
}
