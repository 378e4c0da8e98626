package org.unbroken.ingest.pipeline.seal;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.PipelineEnds;

/** Seals landings beside one another, so that a 20 GB file holds nobody up. */
public final class Seal extends RichAsyncFunction<LandingRef, SealOutcome> {
    private final EndsSource ends;
    private transient @Nullable EndsLease lease;
    private transient @Nullable SealWorkshop shop;
    private transient @Nullable ExecutorService readers;

    public Seal(EndsSource ends) {
        this.ends = ends;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        EndsLease taken = PipelineEnds.of(ends);
        lease = taken;
        SealWorkshop workshop = taken.ends().seal();
        shop = workshop;
        readers = Executors.newFixedThreadPool(
                workshop.settings.sealParallelism(), work -> new Thread(work, "seal-reader"));
    }

    @Override
    public void asyncInvoke(LandingRef ref, ResultFuture<SealOutcome> result) {
        Objects.requireNonNull(readers).execute(() -> {
            SealWorkshop workshop = Objects.requireNonNull(shop);
            workshop.running.inc();
            try {
                result.complete(workshop.queue.isDone(ref) ? Set.of() : Set.of(outcome(workshop, ref)));
            } catch (InterruptedException e) {
                // The job is being cancelled: the landing is in its checkpoint, or is read again.
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                result.completeExceptionally(e);
            } finally {
                workshop.running.dec();
            }
        });
    }

    private static SealOutcome outcome(SealWorkshop workshop, LandingRef ref) throws InterruptedException {
        Optional<SealOutcome> refused = workshop.refused(ref);
        return refused.isPresent() ? refused.get() : workshop.sealer.seal(ref);
    }

    @Override
    public void close() {
        if (readers != null) {
            readers.shutdownNow();
        }
        if (lease != null) {
            lease.close();
        }
    }
}
