package org.unbroken.ingest.pipeline.describe;

import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.ingest.pipeline.source.SequenceSource;

/** The describe job's source. */
public final class SealedSource {
    private SealedSource() {}

    public static SequenceSource<SealedRef> of(String ends) {
        return new SequenceSource<>(() -> PipelineEnds.of(ends).describe().feed);
    }
}
