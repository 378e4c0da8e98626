package org.unbroken.ingest.pipeline.seal;

import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.LeasedFeed;
import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.ingest.pipeline.source.Feed;
import org.unbroken.ingest.pipeline.source.SequenceSource;

/** The seal job's source where landings are queued by number. */
public final class LandingSource {
    private LandingSource() {}

    public static SequenceSource<LandingRef> of(EndsSource ends) {
        return new SequenceSource<>(() -> open(ends));
    }

    private static Feed<LandingRef> open(EndsSource source) throws Exception {
        EndsLease lease = PipelineEnds.of(source);
        try {
            return new LeasedFeed<>(lease, lease.ends().seal().feed());
        } catch (Exception e) {
            lease.close();
            throw e;
        }
    }
}
