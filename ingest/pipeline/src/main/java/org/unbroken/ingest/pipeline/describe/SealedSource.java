package org.unbroken.ingest.pipeline.describe;

import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.LeasedFeed;
import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.ingest.pipeline.source.Feed;
import org.unbroken.ingest.pipeline.source.SequenceSource;

/** The describe job's source. */
public final class SealedSource {
    private SealedSource() {}

    public static SequenceSource<SealedRef> of(EndsSource ends) {
        return new SequenceSource<>(() -> open(ends));
    }

    private static Feed<SealedRef> open(EndsSource source) throws Exception {
        EndsLease lease = PipelineEnds.of(source);
        try {
            return new LeasedFeed<>(lease, lease.ends().describe().feed);
        } catch (Exception e) {
            lease.close();
            throw e;
        }
    }
}
