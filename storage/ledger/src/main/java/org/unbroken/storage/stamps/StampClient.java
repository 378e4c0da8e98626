package org.unbroken.storage.stamps;

import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.stamp.AlgorithmEnds;
import org.unbroken.integrity.stamp.StampException;
import org.unbroken.integrity.stamp.TimeStamp;
import org.unbroken.integrity.stamp.TimeStampRequest;
import org.unbroken.integrity.stamp.TimeStampVerdict;
import org.unbroken.integrity.stamp.TimeStampVerification;
import org.unbroken.integrity.verify.Outcome;

/**
 * Asks authorities for tokens over HTTP (RFC 3161 section 3.4). An address comes from the configuration alone: redirects
 * are not followed. What comes back is bounded in time and length, and is given out only once it was verified.
 */
public final class StampClient {
    static final int LONGEST_ANSWER = 2 * TimeStamp.MAX_BYTES;

    private static final String REPLY = "application/timestamp-reply";
    private static final int NONCE_BITS = 64;
    private static final int LONGEST_CREDENTIALS = 1024;

    private final HttpClient http;
    private final Duration timeout;
    private final AlgorithmEnds algorithms;
    private final SecureRandom random;

    public StampClient(Duration connectTimeout, Duration timeout, AlgorithmEnds algorithms, SecureRandom random) {
        this.timeout = timeout;
        this.algorithms = algorithms;
        this.random = random;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    /**
     * A valid token over these bytes.
     *
     * @throws IOException with the reason why there is none
     */
    public TimeStamp stamp(StampAuthority authority, byte[] bytes) throws IOException, InterruptedException {
        return stampDigest(authority, authority.digest().of(bytes));
    }

    /** As {@link #stamp}, over what has this digest (of the authority's configured kind). */
    public TimeStamp stampDigest(StampAuthority authority, byte[] digest) throws IOException, InterruptedException {
        TimeStampRequest request = new TimeStampRequest(authority.digest(), digest, nonce(), authority.policy());
        byte[] answer = post(authority, request.encoded());
        TimeStamp stamp;
        try {
            stamp = request.token(answer);
        } catch (StampException e) {
            throw new IOException(e.getMessage(), e);
        }
        TimeStampVerdict verdict = TimeStampVerification.verifyDigest(stamp, digest, authority.trusted(), algorithms);
        if (verdict.outcome() != Outcome.PASSED) {
            throw new IOException("the token is not valid: " + verdict.problems());
        }
        return stamp;
    }

    /** Its highest bit set: all are of one length, and none is zero. */
    private BigInteger nonce() {
        return new BigInteger(NONCE_BITS, random).setBit(NONCE_BITS - 1);
    }

    private byte[] post(StampAuthority authority, byte[] query) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(authority.url())
                .timeout(timeout)
                .header("Content-Type", "application/timestamp-query")
                .header("Accept", REPLY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(query));
        Optional<String> basic = basic(authority);
        basic.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<byte[]> response = within(http.sendAsync(request.build(), StampClient::body));
        if (response.statusCode() != 200) {
            throw new IOException("it answers with status " + response.statusCode()
                    + (response.statusCode() / 100 == 3
                            ? "; redirects are not followed, its address is configured"
                            : ""));
        }
        return response.body();
    }

    /** The request's own timeout ends with the head of the answer: this one counts its body too. */
    private <T> T within(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + timeout, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        } finally {
            // Closes the connection if it is still being used.
            answer.cancel(true);
        }
    }

    private static HttpResponse.BodySubscriber<byte[]> body(HttpResponse.ResponseInfo head) {
        String type = head.headers().firstValue("Content-Type").orElse("");
        String problem = "";
        if (head.statusCode() != 200) {
            return new CappedAnswer(0, "");
        }
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(REPLY)) {
            problem = "its answer is of type \"" + Shown.text(type) + "\" and not " + REPLY;
        }
        return new CappedAnswer(LONGEST_ANSWER, problem);
    }

    private static Optional<String> basic(StampAuthority authority) throws IOException {
        if (authority.credentials().isEmpty()) {
            return Optional.empty();
        }
        Path file = authority.credentials().get();
        byte[] bytes;
        try (java.io.InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LONGEST_CREDENTIALS);
        }
        String line =
                new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        if (line.indexOf(':') < 1) {
            throw new IOException("the credentials in " + file + " are not user:password in one line");
        }
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8)));
    }
}
