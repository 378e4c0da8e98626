package org.unbroken.storage.attest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.unbroken.storage.outbound.CappedRequests;

/** A witness over HTTP, at an address of the configuration. Redirects are not followed: they would lead elsewhere. */
public final class HttpWitnessDoor implements WitnessDoor {
    /** Sixteen post-quantum signatures have room. */
    private static final int LONGEST_ANSWER = 64 << 10;

    private final URI address;
    private final CappedRequests requests;

    /**
     * Sends nothing yet.
     *
     * @param submissionPrefix the address before {@code /add-checkpoint}
     * @param patience for one request, from connecting to the last byte of the answer
     */
    public HttpWitnessDoor(String submissionPrefix, Duration patience) {
        this.address = URI.create(submissionPrefix.replaceAll("/+$", "") + "/add-checkpoint");
        this.requests = new CappedRequests(patience, patience, LONGEST_ANSWER);
    }

    @Override
    public Reply addCheckpoint(byte[] body) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = requests.send(HttpRequest.newBuilder(address)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        return new Reply(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                new String(response.body(), StandardCharsets.UTF_8));
    }
}
