package org.unbroken.ingest.pipeline.seal;

import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.ingest.pipeline.source.SequenceSource;

/** The seal job's source. */
public final class LandingSource {
    private LandingSource() {}

    public static SequenceSource<LandingRef> of(String ends) {
        return new SequenceSource<>(() -> PipelineEnds.of(ends).seal().feed);
    }
}
