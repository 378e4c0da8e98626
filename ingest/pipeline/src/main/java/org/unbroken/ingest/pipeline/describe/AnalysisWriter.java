package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.worm.ObjectKey;

/**
 * First the record is locked in the WORM store, then its {@code inspected} event logged. Killed in between, the replay
 * makes the same record, finds it stored, and logs it; its digest is the event's key, so it is logged once.
 */
final class AnalysisWriter implements SinkWriter<Analysis> {
    private final DescribeWorkshop shop;
    private final EndsLease lease;
    private CompletableFuture<Void> pending = CompletableFuture.completedFuture(null);

    AnalysisWriter(DescribeWorkshop shop, EndsLease lease) {
        this.shop = shop;
        this.lease = lease;
    }

    @Override
    public void write(Analysis analysis, Context context) throws IOException {
        RecordingId id = new RecordingId(analysis.recording());
        byte[] bytes = analysis.json().getBytes(StandardCharsets.UTF_8);
        Sha256 digest = Sha256.of(bytes);
        Manifest manifest;
        try {
            manifest = Manifest.parse(shop.worm.read(ObjectKey.manifest(id), Manifest.MAX_BYTES));
        } catch (NoSuchFileException disposedOf) {
            return;
        }
        shop.worm.put(ObjectKey.analysis(id, digest), bytes, manifest.retentionUntil());
        JsonObject record = JsonObject.parse(bytes);
        CustodyFact fact = new CustodyFact(
                CustodyEvent.INSPECTED,
                digest.hex(),
                id,
                manifest.agency(),
                Optional.empty(),
                shop.clock.instant(),
                "describe",
                JsonObject.builder()
                        .put("analysis", digest.hex())
                        .put("analyser", record.string("analyser"))
                        .put("description", record.string("description"))
                        .put("verdict", record.object("continuity").string("verdict"))
                        .build(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(digest));
        pending = CompletableFuture.allOf(pending, shop.events.append(fact));
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        try {
            pending.join();
        } catch (CompletionException e) {
            throw new IOException("the custody log did not take an entry", e.getCause());
        }
        pending = CompletableFuture.completedFuture(null);
    }

    /** What is still pending is not in a checkpoint, and so is done again. */
    @Override
    public void close() {
        lease.close();
    }
}
