package org.unbroken.storage.attest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A witness over HTTP, at an address of the configuration. Redirects are not followed: they would lead elsewhere. */
public final class HttpWitnessDoor implements WitnessDoor {
    /** Sixteen post-quantum signatures have room. */
    private static final int LONGEST_ANSWER = 64 << 10;

    private final URI address;
    private final Duration patience;
    private final HttpClient client;

    /**
     * Sends nothing yet.
     *
     * @param submissionPrefix the address before {@code /add-checkpoint}
     * @param patience for one request, from connecting to the last byte of the answer
     */
    public HttpWitnessDoor(String submissionPrefix, Duration patience) {
        this.address = URI.create(submissionPrefix.replaceAll("/+$", "") + "/add-checkpoint");
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    @Override
    public Reply addCheckpoint(byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request, head -> new CappedBody(LONGEST_ANSWER));
        try {
            // The request's own timeout ends with the head of the answer; a body may never end.
            HttpResponse<byte[]> response = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    new String(response.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        } finally {
            sent.cancel(true);
        }
    }
}
