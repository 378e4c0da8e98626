package org.unbroken.ingest.pipeline.seal;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.unbroken.ingest.pipeline.PipelineEnds;

/** Puts outcomes into the custody log, and then marks their landings done. */
public final class CustodySink implements Sink<SealOutcome> {
    private final String ends;

    public CustodySink(String ends) {
        this.ends = ends;
    }

    @Override
    public SinkWriter<SealOutcome> createWriter(WriterInitContext context) {
        return new CustodyWriter(PipelineEnds.of(ends).seal());
    }
}
