package org.unbroken.storage.outbound;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to somebody who is not trusted: the whole answer has a length and a time limit, and redirects are not followed,
 * since an address comes from the configuration alone.
 */
public final class CappedRequests {
    private final HttpClient client;
    private final Duration patience;
    private final int longestBytes;

    /**
     * Sends nothing yet.
     *
     * @param patience for one request, from connecting to the last byte of the answer
     * @param longestBytes of an answer's body; a longer one is a failure, and its connection is closed
     */
    public CappedRequests(Duration connectTimeout, Duration patience, int longestBytes) {
        this.patience = patience;
        this.longestBytes = longestBytes;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    /**
     * The whole answer, whatever its status.
     *
     * @throws IOException with the reason why there is none, for people
     */
    public HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.timeout(patience).build(), head -> new CappedBody(longestBytes));
        try {
            // The request's own timeout ends with the head of the answer; a body may never end.
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        } finally {
            // Closes the connection if it is still being used.
            answer.cancel(true);
        }
    }
}
