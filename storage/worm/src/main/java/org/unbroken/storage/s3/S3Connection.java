package org.unbroken.storage.s3;

import java.io.Closeable;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * The way to one object store, for all that this process does there. Two clients on the same sockets, which differ in
 * what they do after a failure.
 *
 * <p>Chunked signing is off: the store of Ceph refuses it together with the checksums that the SDK adds by default, and
 * without those checksums it would keep the chunks' framing as a content encoding.
 */
public final class S3Connection implements Closeable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Without a byte in either direction; a store that completes a long multipart upload is silent for a while. */
    private static final Duration SILENCE = Duration.ofSeconds(60);
    /** One request with its body: a part of half a gigabyte at 2 MB a second. */
    private static final Duration ATTEMPT = Duration.ofMinutes(5);

    private static final int CONNECTIONS = 128;
    private static final int ATTEMPTS = 4;

    private final S3Settings settings;
    private final RequestObserver observer;
    private final UnaryOperator<S3Client> around;
    private @Nullable SdkHttpClient http;
    private @Nullable S3Client once;
    private @Nullable S3Client patient;

    public S3Connection(S3Settings settings) {
        this(settings, RequestObserver.NONE);
    }

    public S3Connection(S3Settings settings, RequestObserver observer) {
        this(settings, observer, UnaryOperator.identity());
    }

    /** For tests that let requests fail: {@code around} gets each client and gives the one that is used. */
    S3Connection(S3Settings settings, UnaryOperator<S3Client> around) {
        this(settings, RequestObserver.NONE, around);
    }

    private S3Connection(S3Settings settings, RequestObserver observer, UnaryOperator<S3Client> around) {
        this.settings = settings;
        this.observer = observer;
        this.around = around;
    }

    /** Opens no socket yet: a store that cannot be reached shows with the first request. */
    public synchronized void start() {
        if (http != null) {
            return;
        }
        SdkHttpClient client = sockets();
        http = client;
        once = around.apply(build(client, AwsRetryStrategy.doNotRetry()));
        patient = around.apply(build(
                client,
                AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .build()));
    }

    /**
     * The client on version 5 of Apache's library, for which this one is deprecated, has not been measured here.
     *
     * <p>By default this one asks before each PUT whether it may send ("Expect: 100-continue") and waits three seconds for
     * a word. Ceph says nothing where it sets a retention or a legal hold, so each object would cost those seconds. Puts
     * of objects and parts still ask: the SDK sees to that, and Ceph answers there.
     */
    @SuppressWarnings("deprecation")
    private static SdkHttpClient sockets() {
        return ApacheHttpClient.builder()
                .connectionTimeout(CONNECT)
                .connectionAcquisitionTimeout(SILENCE)
                .socketTimeout(SILENCE)
                .tcpKeepAlive(true)
                .expectContinueEnabled(false)
                .maxConnections(CONNECTIONS)
                .build();
    }

    private S3Client build(SdkHttpClient client, RetryStrategy retries) {
        return S3Client.builder()
                .httpClient(client)
                .endpointOverride(settings.endpoint())
                .region(Region.of(settings.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .build())
                .overrideConfiguration(o -> o.retryStrategy(retries)
                        .apiCallAttemptTimeout(ATTEMPT)
                        .addMetricPublisher(new ObservedAttempts(observer))
                        .addExecutionInterceptor(new AnswerDates(observer)))
                .build();
    }

    public S3Settings settings() {
        return settings;
    }

    /**
     * Sends each request once. For what must not happen twice unseen: a compare-and-set that is repeated after its answer
     * was lost is refused, although it was done. Whoever writes looks first and then tries again.
     */
    public synchronized S3Client once() {
        return started(once);
    }

    /** Repeats what failed on the way or inside the store, a few times. For reading, and for writing the same again. */
    public synchronized S3Client patient() {
        return started(patient);
    }

    private static S3Client started(@Nullable S3Client client) {
        if (client == null) {
            throw new IllegalStateException("the connection to the object store has not been started, or is closed");
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            started(once).close();
            started(patient).close();
            http.close();
            http = null;
            once = null;
            patient = null;
        }
    }
}
