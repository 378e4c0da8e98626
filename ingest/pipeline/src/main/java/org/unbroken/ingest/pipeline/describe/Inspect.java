package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.transcode.DescriptionState;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.Pictures;

/** Has the worker processes look at sealed files: timeline, metadata, storyboard. */
public final class Inspect extends RichAsyncFunction<SealedRef, Arrival> {
    private static final Logger log = LoggerFactory.getLogger(Inspect.class);
    /** Tries before a file whose worker cannot even be started is reported as not described. */
    private static final int TRIES = 3;

    private static final int MOST_DETAIL_BYTES = 16 << 20;

    private final EndsSource ends;
    private transient @Nullable EndsLease lease;
    private transient @Nullable DescribeWorkshop shop;
    private transient @Nullable ExecutorService callers;

    public Inspect(EndsSource ends) {
        this.ends = ends;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        EndsLease taken = PipelineEnds.of(ends);
        lease = taken;
        DescribeWorkshop workshop = taken.ends().describe();
        shop = workshop;
        callers = Executors.newFixedThreadPool(
                workshop.settings.describeParallelism(), work -> new Thread(work, "describe"));
    }

    @Override
    public void asyncInvoke(SealedRef ref, ResultFuture<Arrival> result) {
        DescribeWorkshop workshop = Objects.requireNonNull(shop);
        workshop.backlog.inc();
        Objects.requireNonNull(callers).execute(() -> {
            try {
                result.complete(Set.of(inspect(workshop, ref)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (NoSuchFileException e) {
                // Disposed of since, when the log is gone through again; where it is not that, the audit names it.
                log.atWarn()
                        .addKeyValue("recording", ref.recording())
                        .addKeyValue("missing", e.getMessage())
                        .log("there is nothing to describe");
                result.complete(Set.of());
            } catch (Exception e) {
                result.completeExceptionally(e);
            } finally {
                workshop.backlog.dec();
            }
        });
    }

    private static Arrival inspect(DescribeWorkshop shop, SealedRef ref) throws Exception {
        RecordingId id = new RecordingId(ref.recording());
        Manifest manifest = Manifest.parse(shop.worm.read(ObjectKey.manifest(id), Manifest.MAX_BYTES));
        Inspection inspection = inspect(shop, id);
        shop.outcomes.labelValues(inspection.description().word()).inc();
        log.atInfo()
                .addKeyValue("recording", id)
                .addKeyValue("description", inspection.description().word())
                .addKeyValue("verdict", inspection.continuity().verdict().word())
                .log("inspected");
        Inspected inspected = new Inspected(
                ref.camera(),
                take(shop, id, ref, manifest),
                manifest.digest().hex(),
                manifest.clockOffsetMicros().orElse(Inspected.UNKNOWN),
                inspection.toJson().text());
        return new Arrival(
                inspected,
                micros(manifest.clockReadAt()),
                micros(Optional.of(manifest.receivedAt())),
                manifest.fileSha256().hex(),
                manifest.size());
    }

    private static Inspection inspect(DescribeWorkshop shop, RecordingId id) throws Exception {
        try (LocalOriginal original = shop.originals.open(id)) {
            Inspection inspection = shop.times.time("inspect", () -> tryInspect(shop, original.path()));
            if (inspection.description() != DescriptionState.FAILED) {
                pictures(shop, id, original.path());
                shop.proxies.enqueue(id);
            }
            return inspection;
        } catch (NoSuchFileException e) {
            return Inspection.failed(Inspection.UNKNOWN_TYPE, "the original is not in the WORM store");
        } catch (NoRoomException e) {
            log.atError()
                    .addKeyValue("recording", id)
                    .addKeyValue("reason", e.getMessage())
                    .log("not described");
            return Inspection.failed(
                    Inspection.UNKNOWN_TYPE, "the original could not be copied to be looked at: " + e.getMessage());
        }
    }

    private static Inspection tryInspect(DescribeWorkshop shop, Path original) throws InterruptedException {
        String reason = "";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                return shop.workers.inspect(original);
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        return Inspection.failed(Inspection.UNKNOWN_TYPE, "no worker could be run (" + reason + ")");
    }

    /** Pictures can be made again at any time: that they could not be made now keeps nothing up. */
    private static void pictures(DescribeWorkshop shop, RecordingId id, Path original) throws Exception {
        try {
            Pictures made =
                    shop.times.time("pictures", () -> shop.workers.pictures(original, shop.derived.directory(id)));
            shop.derived.keepPictures(id);
            if (made.state() != DescriptionState.DONE) {
                log.atInfo()
                        .addKeyValue("recording", id)
                        .addKeyValue("reason", made.reason())
                        .log("pictures incomplete");
            }
        } catch (IOException e) {
            log.atWarn().addKeyValue("recording", id).setCause(e).log("pictures failed");
        }
    }

    private static Take take(DescribeWorkshop shop, RecordingId id, SealedRef ref, Manifest manifest)
            throws IOException {
        return new Take(
                id.value(), sequence(shop, id, ref), micros(manifest.recordedStart()), micros(manifest.recordedEnd()));
    }

    /** The camera's own number, which the sealed entry's detail has from the upload's metadata. */
    private static long sequence(DescribeWorkshop shop, RecordingId id, SealedRef ref) throws IOException {
        try {
            ObjectKey key = ObjectKey.detail(id, Sha256.ofHex(ref.detail()));
            return JsonObject.parse(shop.worm.read(key, MOST_DETAIL_BYTES))
                    .findInteger("sequence")
                    .orElse(Inspected.UNKNOWN);
        } catch (NoSuchFileException gone) {
            return Inspected.UNKNOWN;
        }
    }

    private static long micros(Optional<Instant> time) {
        return time.map(at -> ChronoUnit.MICROS.between(Instant.EPOCH, at)).orElse(Inspected.UNKNOWN);
    }

    @Override
    public void close() {
        if (callers != null) {
            callers.shutdownNow();
        }
        if (lease != null) {
            lease.close();
        }
    }
}
