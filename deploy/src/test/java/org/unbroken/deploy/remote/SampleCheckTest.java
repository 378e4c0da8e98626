package org.unbroken.deploy.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.MemoryTiles;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.samples.SampleDraw;

/** A sample of a log without footage, at a checkpoint some way behind its request. */
final class SampleCheckTest {
    private static final RecordingId SAMPLE = new RecordingId("01a1ffcd-31bb-7000-8000-00000000005a");
    private static final Instant AT = Instant.parse("2026-11-22T01:00:00Z");

    @ParameterizedTest
    @CsvSource({"40, false", "2001, false", "2002, true"})
    void whatCannotAllBeAskedForIsNotPassedOver(int size, boolean untold) throws Exception {
        Map<String, byte[]> served = log(size);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = served.get(exchange.getRequestURI().getPath().substring(1));
                exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
                if (body != null) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            SampleCheck check = new SampleCheck(
                    new ConsoleClient(HttpClient.newHttpClient(), address, Optional.of("auditor")),
                    List.of(Sample.SIGNER.verifierKey()));

            assertThat(check.run(SAMPLE.value())).isEmpty();

            assertThat(check.untold().isPresent()).isEqualTo(untold);
            assertThat(check.said().contains("no earlier checkpoint covers the request"))
                    .isNotEqualTo(untold);
        } finally {
            server.stop(0);
        }
    }

    private static Map<String, byte[]> log(int size) throws IOException {
        JsonObject detail = JsonObject.builder()
                .put("from", "2026-11-01T00:00:00Z")
                .put("to", "2026-11-20T00:00:00Z")
                .put("count", 3)
                .put("salt", "11".repeat(32))
                .build();
        List<Entry> entries = new ArrayList<>();
        entries.add(entry(CustodyEvent.SAMPLE_REQUESTED, Sha256.of(detail.canonical())));
        while (entries.size() < size) {
            entries.add(entry(CustodyEvent.VIEWED, Sha256.of("entry " + entries.size())));
        }
        MemoryTiles tiles = Sample.tiles(entries);
        byte[] checkpoint = SignedNote.sign(new Checkpoint(Sample.ORIGIN, size, tiles.root()).text(), Sample.SIGNER)
                .encode();
        Map<String, byte[]> served = new HashMap<>();
        served.put("log/checkpoint", checkpoint);
        served.put("log/checkpoints/" + size, checkpoint);
        for (int from = 0; from < size; from += Tile.FULL_WIDTH) {
            List<byte[]> part = entries.subList(from, Math.min(size, from + Tile.FULL_WIDTH)).stream()
                    .map(Entry::bytes)
                    .toList();
            served.put(
                    "log/" + Tile.entries(from / Tile.FULL_WIDTH, part.size()).path(), EntryBundle.encode(part));
        }
        JsonObject drawn = JsonObject.builder()
                .put("tree_size", size)
                .put("population", 0)
                .put("seed", SampleDraw.seed(SAMPLE, size, tiles.root()).hex())
                .put("recordings", new JsonArray(List.of()))
                .build();
        served.put(
                "api/samples/" + SAMPLE,
                JsonObject.builder()
                        .put("index", 0)
                        .put("agency", Sample.AGENCY)
                        .put("detail", detail)
                        .put("drawn", drawn)
                        .build()
                        .text()
                        .getBytes(StandardCharsets.UTF_8));
        return served;
    }

    private static Entry entry(CustodyEvent event, Sha256 detail) {
        return Entry.builder(event, SAMPLE, Sample.AGENCY, AT, "auditor-1", detail)
                .build();
    }
}
