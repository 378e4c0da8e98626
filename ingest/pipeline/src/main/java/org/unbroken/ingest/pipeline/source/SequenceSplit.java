package org.unbroken.ingest.pipeline.source;

import org.apache.flink.api.connector.source.SourceSplit;

/** The one split of a {@link SequenceSource}: where to read next. */
record SequenceSplit(long next) implements SourceSplit {
    @Override
    public String splitId() {
        return "sequence";
    }
}
