package org.unbroken.deploy.dock;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** The client's side of tus 1.0.0: creates an upload, and sends until the server has all of it, whatever breaks. */
public final class TusClient {
    /** A request is long enough not to cost a round trip often, and short enough to break off soon at a shutdown. */
    private static final long SECTION_BYTES = 64L << 20;

    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** At this pace a section takes 17 minutes; what is slower is a dead line. */
    private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

    private final HttpClient http;
    private final URI server;
    private final Optional<String> token;
    private final Duration patience;
    private final Pause pause;

    /**
     * @param server where uploads are created, such as {@code http://127.0.0.1:1080/files/}
     * @param patience how long to keep trying without any progress
     */
    public TusClient(HttpClient http, URI server, Optional<String> token, Duration patience, Pause pause) {
        this.http = http;
        this.server = server;
        this.token = token;
        this.patience = patience;
        this.pause = pause;
    }

    public URI server() {
        return server;
    }

    /** Creates the upload; its address, whose last part is the recording id. */
    public URI create(UploadRequest upload) throws DockException, InterruptedException {
        Backoff backoff = new Backoff(patience, pause);
        while (true) {
            String trouble;
            Optional<Duration> retryAfter = Optional.empty();
            try {
                HttpResponse<byte[]> response = send(request(server)
                        .timeout(ANSWER)
                        .header("Upload-Length", Long.toString(upload.sizeBytes()))
                        .header("Upload-Metadata", upload.metadataHeader())
                        .POST(BodyPublishers.noBody())
                        .build());
                if (response.statusCode() == 201) {
                    return server.resolve(response.headers()
                            .firstValue("Location")
                            .orElseThrow(
                                    () -> new DockException("the server created an upload and did not say where")));
                }
                if (response.statusCode() == 404 || response.statusCode() == 405) {
                    // Creating has an address of its own: what does not have it will not get it by waiting.
                    throw new DockException(server + " takes no uploads: is this the upload address? The server"
                            + " answered " + Replies.problem(response));
                }
                refuse(response, "the server refused the upload");
                trouble = "the server answered " + Replies.problem(response);
                retryAfter = Replies.retryAfter(response.headers());
            } catch (IOException e) {
                trouble = unreachable(e);
            } catch (IllegalArgumentException e) {
                throw new DockException("the server named no usable address for the upload", e);
            }
            backoff.after(trouble, retryAfter);
        }
    }

    /**
     * Sends what the server does not have yet.
     *
     * @param sent is told how many bytes have left; what it throws ends the attempt like a broken line
     * @return false when the server does not know the upload (any more): it is to be created anew
     */
    public boolean send(URI upload, UploadRequest request, LongConsumer sent)
            throws DockException, InterruptedException {
        Backoff backoff = new Backoff(patience, pause);
        OptionalLong offset = OptionalLong.empty();
        long best = -1;
        while (true) {
            String trouble = "the server's answer made no sense";
            Optional<Duration> retryAfter = Optional.empty();
            try {
                HttpResponse<byte[]> response =
                        offset.isPresent() ? patch(upload, request, offset.getAsLong(), sent) : head(upload);
                int status = response.statusCode();
                offset = OptionalLong.empty();
                if (status == 404 || status == 410) {
                    return false;
                }
                if (status == 200 || status == 204) {
                    offset = Replies.number(response.headers(), "Upload-Offset");
                    if (offset.isEmpty() || offset.getAsLong() > request.sizeBytes()) {
                        throw new DockException("the server says it has " + offset + " bytes of a file of "
                                + request.sizeBytes() + " bytes");
                    }
                    if (offset.getAsLong() == request.sizeBytes()) {
                        sent.accept(request.sizeBytes());
                        return true;
                    }
                    if (offset.getAsLong() > best) {
                        best = offset.getAsLong();
                        backoff.progressed();
                        continue;
                    }
                    // It answers and takes nothing: go on from what it says, but not for ever.
                    trouble = "the server stays at " + best + " of " + request.sizeBytes() + " bytes";
                } else {
                    refuse(response, "the server refused the bytes");
                    trouble = "the server answered " + Replies.problem(response);
                    retryAfter = Replies.retryAfter(response.headers());
                }
            } catch (IOException e) {
                offset = OptionalLong.empty();
                trouble = unreachable(e);
            }
            backoff.after(trouble, retryAfter);
        }
    }

    /** A document beside the upload (receipt, manifest): its bytes once the server has it. */
    public byte[] await(URI upload, String document, Duration wait, Runnable waiting)
            throws DockException, InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        URI address = URI.create(upload + "/" + document);
        Backoff backoff = new Backoff(patience, pause);
        while (true) {
            try {
                HttpResponse<byte[]> response =
                        send(request(address).timeout(ANSWER).GET().build());
                if (response.statusCode() == 200) {
                    return response.body();
                }
                if (response.statusCode() != 202) {
                    refuse(response, "no " + document + " is to be had");
                    if (response.statusCode() == 404 || response.statusCode() == 410) {
                        throw new DockException("no " + document + " is to be had: " + Replies.problem(response));
                    }
                    backoff.after("the server answered " + Replies.problem(response), Optional.empty());
                } else {
                    backoff.progressed();
                    Duration left = Duration.ofNanos(deadline - System.nanoTime());
                    if (left.isNegative()) {
                        throw new DockException("no " + document + " within " + wait.toSeconds()
                                + " s: the recording is not sealed yet. Run the same command again later");
                    }
                    waiting.run();
                    pause.of(
                            shorter(left, Replies.retryAfter(response.headers()).orElse(Duration.ofSeconds(1))));
                }
            } catch (IOException e) {
                backoff.after(unreachable(e), Optional.empty());
            }
        }
    }

    /** Why the server has no manifest of a settled upload, if it says so. Asked once: an explanation is worth no wait. */
    public Optional<String> reason(URI upload) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = send(request(URI.create(upload + "/manifest"))
                    .timeout(ANSWER)
                    .GET()
                    .build());
            return Replies.reason(response);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a.plusMillis(1) : b;
    }

    private HttpResponse<byte[]> head(URI upload) throws IOException, InterruptedException {
        return send(request(upload)
                .timeout(ANSWER)
                .method("HEAD", BodyPublishers.noBody())
                .build());
    }

    private HttpResponse<byte[]> patch(URI upload, UploadRequest request, long offset, LongConsumer sent)
            throws IOException, InterruptedException {
        long length = Math.min(SECTION_BYTES, request.sizeBytes() - offset);
        BodyPublisher body = FileSection.publisher(request.file(), offset, length, sent);
        return send(request(upload)
                .timeout(ANSWER.plusSeconds(length / SLOWEST_BYTES_PER_SECOND))
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", body)
                .build());
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Tus-Resumable", "1.0.0");
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofByteArray());
    }

    /**
     * Ends the matter for answers that will not change. Of the 4xx, these do: 404 and 410 (the caller decides), 408,
     * 409 (offset), 423 (another request on it), 429, 460 (checksum: the line garbled it).
     */
    private static void refuse(HttpResponse<byte[]> response, String what) throws DockException {
        int status = response.statusCode();
        boolean passing =
                switch (status) {
                    case 404, 410, 408, 409, 423, 429, 460 -> true;
                    default -> status >= 500;
                };
        if (!passing) {
            throw new DockException(what + ": " + Replies.problem(response));
        }
    }

    private String unreachable(IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return "no answer from " + server + " (" + reason + ")";
    }
}
