package org.unbroken.ingest.pipeline.source;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A never-ending source over one {@link Feed}. To be run with parallelism 1. */
public final class SequenceSource<T> implements Source<T, SequenceSplit, Boolean> {
    private final FeedFactory<T> feed;

    public SequenceSource(FeedFactory<T> feed) {
        this.feed = feed;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<T, SequenceSplit> createReader(SourceReaderContext context) throws Exception {
        return new SequenceReader<>(context, feed.open());
    }

    @Override
    public SplitEnumerator<SequenceSplit, Boolean> createEnumerator(SplitEnumeratorContext<SequenceSplit> context) {
        return new SequenceEnumerator(context, false);
    }

    @Override
    public SplitEnumerator<SequenceSplit, Boolean> restoreEnumerator(
            SplitEnumeratorContext<SequenceSplit> context, Boolean assigned) {
        return new SequenceEnumerator(context, assigned);
    }

    @Override
    public SimpleVersionedSerializer<SequenceSplit> getSplitSerializer() {
        return new SequenceSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
        return new SequenceEnumerator.StateSerializer();
    }
}
