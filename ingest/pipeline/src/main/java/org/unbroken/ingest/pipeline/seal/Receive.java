package org.unbroken.ingest.pipeline.seal;

import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.storage.intake.Landing;

/** Puts the {@code received} entry into the log: from then on the footage cannot be dropped unseen. */
public final class Receive extends RichAsyncFunction<LandingRef, LandingRef> {
    private final String ends;
    private transient @Nullable SealWorkshop shop;

    public Receive(String ends) {
        this.ends = ends;
    }

    @Override
    public void open(OpenContext context) {
        shop = PipelineEnds.of(ends).seal();
    }

    @Override
    public void asyncInvoke(LandingRef ref, ResultFuture<LandingRef> result) throws Exception {
        SealWorkshop workshop = java.util.Objects.requireNonNull(shop);
        var read = workshop.landings.read(ref.sequence(), 1);
        if (read.isEmpty() || read.get(0).sequence() != ref.sequence()) {
            // Done meanwhile: a replay of what the last run finished after its last checkpoint.
            result.complete(Set.of());
            return;
        }
        Landing landing = read.get(0);
        long start = System.nanoTime();
        var unused = workshop.events.append(ReceivedFact.of(landing)).whenComplete((sequenced, failure) -> {
            workshop.times.record("received", System.nanoTime() - start);
            if (failure == null) {
                result.complete(Set.of(ref));
            } else {
                result.completeExceptionally(failure);
            }
        });
    }
}
