package org.unbroken.ingest.pipeline.seal;

import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.PipelineEnds;

/** Puts the {@code received} entry into the log: from then on the footage cannot be dropped unseen. */
public final class Receive extends RichAsyncFunction<LandingRef, LandingRef> {
    private final EndsSource ends;
    private transient @Nullable EndsLease lease;
    private transient @Nullable SealWorkshop shop;

    public Receive(EndsSource ends) {
        this.ends = ends;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        EndsLease taken = PipelineEnds.of(ends);
        lease = taken;
        shop = taken.ends().seal();
    }

    /** Appends in the order of arrival, which within one camera is the order of landing; answers in any order. */
    @Override
    public void asyncInvoke(LandingRef ref, ResultFuture<LandingRef> result) throws Exception {
        SealWorkshop workshop = Objects.requireNonNull(shop);
        if (workshop.queue.isDone(ref)) {
            result.complete(Set.of());
            return;
        }
        long start = System.nanoTime();
        var unused = workshop.events.append(ReceivedFact.of(ref.landing())).whenComplete((index, failure) -> {
            workshop.times.record("received", System.nanoTime() - start);
            if (failure == null) {
                result.complete(Set.of(ref));
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
