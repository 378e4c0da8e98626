package org.unbroken.ingest.pipeline;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.pipeline.describe.DescribeWorkshop;
import org.unbroken.ingest.pipeline.seal.SealWorkshop;

/**
 * What the jobs' operators reach for where they run. Each workshop is made when its job's first operator asks: a machine
 * that only seals starts no media workers.
 */
public final class PipelineEnds implements AutoCloseable {
    private final Callable<SealWorkshop> sealMaker;
    private final Callable<DescribeWorkshop> describeMaker;
    private final AutoCloseable parts;
    private @Nullable SealWorkshop seal;
    private @Nullable DescribeWorkshop describe;

    /** Of workshops that stand already and are somebody else's to close. */
    public PipelineEnds(SealWorkshop seal, DescribeWorkshop describe) {
        this(() -> seal, () -> describe, () -> {});
    }

    /**
     * @param seal called once at most, as is {@code describe}
     * @param parts closed when the last operator in this process has closed; it closes what the two have opened
     */
    public PipelineEnds(Callable<SealWorkshop> seal, Callable<DescribeWorkshop> describe, AutoCloseable parts) {
        this.sealMaker = seal;
        this.describeMaker = describe;
        this.parts = parts;
    }

    public synchronized SealWorkshop seal() throws Exception {
        if (seal == null) {
            seal = sealMaker.call();
        }
        return seal;
    }

    public synchronized DescribeWorkshop describe() throws Exception {
        if (describe == null) {
            describe = describeMaker.call();
        }
        return describe;
    }

    /** An operator's hold on this process's ends of that source, which the first one opens; to be closed by it. */
    public static EndsLease of(EndsSource source) throws Exception {
        return EndsLease.of(source);
    }

    @Override
    public synchronized void close() throws Exception {
        parts.close();
    }
}
