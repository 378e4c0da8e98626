package org.unbroken.storage.stamps;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.stamp.AlgorithmEnds;
import org.unbroken.integrity.stamp.StampException;
import org.unbroken.integrity.stamp.TimeStamp;
import org.unbroken.integrity.stamp.TimeStampRequest;
import org.unbroken.integrity.stamp.TimeStampVerdict;
import org.unbroken.integrity.stamp.TimeStampVerification;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.storage.outbound.CappedRequests;

/**
 * Asks authorities for tokens over HTTP (RFC 3161 section 3.4). An address comes from the configuration alone: redirects
 * are not followed. What comes back is bounded in time and length, and is given out only once it was verified.
 */
public final class StampClient {
    static final int LONGEST_ANSWER = 2 * TimeStamp.MAX_BYTES;

    private static final String REPLY = "application/timestamp-reply";
    private static final int NONCE_BITS = 64;
    private static final int LONGEST_CREDENTIALS = 1024;

    private final CappedRequests requests;
    private final AlgorithmEnds algorithms;
    private final SecureRandom random;

    public StampClient(Duration connectTimeout, Duration timeout, AlgorithmEnds algorithms, SecureRandom random) {
        this.requests = new CappedRequests(connectTimeout, timeout, LONGEST_ANSWER);
        this.algorithms = algorithms;
        this.random = random;
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
                .header("Content-Type", "application/timestamp-query")
                .header("Accept", REPLY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(query));
        Optional<String> basic = basic(authority);
        basic.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<byte[]> response = requests.send(request);
        if (response.statusCode() != 200) {
            throw new IOException("it answers with status " + response.statusCode()
                    + (response.statusCode() / 100 == 3
                            ? "; redirects are not followed, its address is configured"
                            : ""));
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(REPLY)) {
            throw new IOException("its answer is of type \"" + Shown.text(type) + "\" and not " + REPLY);
        }
        return response.body();
    }

    private static Optional<String> basic(StampAuthority authority) throws IOException {
        if (authority.credentials().isEmpty()) {
            return Optional.empty();
        }
        Path file = authority.credentials().get();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
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
