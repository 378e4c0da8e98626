package org.unbroken.deploy.simulate.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.dock.Replies;

/**
 * Uploads one clip over tus 1.0.0 and counts each answer. The real dock ({@code TusClient}) keeps its troubles to
 * itself, as a dock should; here they are what is measured.
 */
final class SimulatedDock {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI server;
    private final Optional<String> token;
    private final Tally tally;
    private final Pause pause;
    private final LongSupplier nanos;

    SimulatedDock(HttpClient http, URI server, Optional<String> token, Tally tally, Pause pause, LongSupplier nanos) {
        this.http = http;
        this.server = server;
        this.token = token;
        this.tally = tally;
        this.pause = pause;
        this.nanos = nanos;
    }

    /** The upload's address once it was acknowledged; empty when the camera keeps the clip and goes. */
    Optional<URI> upload(Clip clip, Duration patience) throws InterruptedException {
        byte[] bytes = clip.bytes();
        String metadata = clip.metadata(bytes);
        long began = nanos.getAsLong();
        Retry retry = new Retry(pause);
        Progress now = Progress.NOTHING;
        boolean first = true;
        String trouble = "";
        while (first || nanos.getAsLong() - began < patience.toNanos()) {
            Optional<Duration> wait = Optional.empty();
            try {
                HttpResponse<byte[]> response = http.send(next(now, bytes, metadata), BodyHandlers.ofByteArray());
                int status = response.statusCode();
                if (status == 200 || status == 201 || status == 204) {
                    now = now.after(server, response);
                    if (now.offset() == bytes.length) {
                        long acknowledged = nanos.getAsLong();
                        tally.acknowledged(acknowledged);
                        tally.landing.add(acknowledged - began);
                        return now.upload();
                    }
                    retry.progressed();
                    first = true; // an answer that brings it on is no retry
                    continue;
                }
                trouble = Replies.problem(response);
                if (status == 503 || status == 429) {
                    tally.turnedAway.increment();
                } else if (status == 404 || status == 410) {
                    now = Progress.NOTHING;
                } else if (status < 500 && status != 408 && status != 409 && status != 460) {
                    break;
                }
                wait = Replies.retryAfter(response.headers());
            } catch (IOException e) {
                tally.brokenLines.increment();
                trouble = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
            }
            now = now.unsure();
            first = false;
            tally.retries.increment();
            retry.after(wait);
        }
        tally.givenUp.increment();
        tally.trouble(clip.camera() + ": not uploaded: " + trouble);
        return Optional.empty();
    }

    private HttpRequest next(Progress now, byte[] bytes, String metadata) {
        if (now.upload().isEmpty()) {
            return request(server)
                    .header("Upload-Length", Integer.toString(bytes.length))
                    .header("Upload-Metadata", metadata)
                    .POST(BodyPublishers.noBody())
                    .build();
        }
        HttpRequest.Builder request = request(now.upload().get());
        if (now.offset() < 0) {
            return request.method("HEAD", BodyPublishers.noBody()).build();
        }
        int offset = (int) Math.min(bytes.length, now.offset());
        return request.header("Upload-Offset", Integer.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes, offset, bytes.length - offset))
                .build();
    }

    HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(ANSWER).header("Tus-Resumable", "1.0.0");
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    /** @param offset what the server has; -1: to be asked for */
    private record Progress(Optional<URI> upload, long offset) {
        static final Progress NOTHING = new Progress(Optional.empty(), -1);

        Progress after(URI server, HttpResponse<byte[]> response) throws IOException {
            Optional<URI> address = upload;
            if (address.isEmpty()) {
                address = response.headers().firstValue("Location").map(server::resolve);
                if (address.isEmpty()) {
                    throw new IOException("an upload was created without a Location");
                }
            }
            long standard = response.statusCode() == 201 ? 0 : -1;
            long offset = Replies.number(response.headers(), "Upload-Offset").orElse(standard);
            return new Progress(address, offset);
        }

        Progress unsure() {
            return new Progress(upload, -1);
        }
    }
}
