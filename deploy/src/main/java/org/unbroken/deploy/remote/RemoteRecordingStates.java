package org.unbroken.deploy.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.storage.custody.RecordingStates;
import org.unbroken.storage.ledger.Recording;

/**
 * Asks the log nodes, the one that answered last first. What all of them show rests on published entries; one that lags
 * shows less, so where one has no receipt the others are asked too. A receipt never changes: recordings that have one are
 * remembered for a while.
 */
public final class RemoteRecordingStates implements RecordingStates {
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int REMEMBERED = 4096;

    private final HttpClient http;
    private final List<URI> nodes;
    private final String token;
    private final LongSupplier nanos;
    private final Map<RecordingId, Remembered> remembered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RecordingId, Remembered> eldest) {
            return size() > REMEMBERED;
        }
    };
    private volatile int first;

    public RemoteRecordingStates(HttpClient http, List<URI> nodes, String token, LongSupplier nanos) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("no log node is named");
        }
        this.http = http;
        this.nodes = List.copyOf(nodes);
        this.token = token;
        this.nanos = nanos;
    }

    private record State(Optional<Recording> recording, Optional<TlogProof> receipt) {}

    private record Remembered(State state, long at) {}

    @Override
    public Optional<Recording> find(RecordingId id) throws IOException {
        return state(id).recording();
    }

    @Override
    public Optional<TlogProof> receipt(RecordingId id) throws IOException {
        return state(id).receipt();
    }

    private State state(RecordingId id) throws IOException {
        synchronized (remembered) {
            Remembered known = remembered.get(id);
            if (known != null && nanos.getAsLong() - known.at() < REMEMBERED_NANOS) {
                return known.state();
            }
        }
        State state = ask(id);
        if (state.receipt().isPresent()) {
            synchronized (remembered) {
                remembered.put(id, new Remembered(state, nanos.getAsLong()));
            }
        }
        return state;
    }

    private State ask(RecordingId id) throws IOException {
        Optional<State> best = Optional.empty();
        List<String> failures = new ArrayList<>();
        int begin = first;
        for (int i = 0; i < nodes.size(); i++) {
            int node = (begin + i) % nodes.size();
            try {
                State state = ask(nodes.get(node), id);
                if (state.receipt().isPresent()) {
                    first = node;
                    return state;
                }
                if (best.isEmpty() || best.get().recording().isEmpty()) {
                    best = Optional.of(state);
                }
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failures.add(nodes.get(node) + ": "
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            }
        }
        return best.orElseThrow(() -> new IOException("no log node answers (" + String.join("; ", failures) + ")"));
    }

    private State ask(URI node, RecordingId id) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(node.resolve("/internal/recordings/" + id.value()))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("it answered " + response.statusCode());
            }
            JsonObject json = JsonObject.parse(response.body());
            return new State(
                    json.findObject("recording").map(RecordingReader::read),
                    json.findString("receipt").map(text -> TlogProof.parse(text.getBytes(StandardCharsets.UTF_8))));
        } catch (IllegalArgumentException e) {
            throw new IOException("its answer cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking for recording " + id);
        }
    }
}
