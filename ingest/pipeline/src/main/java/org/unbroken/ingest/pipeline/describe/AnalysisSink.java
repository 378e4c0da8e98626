package org.unbroken.ingest.pipeline.describe;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.unbroken.ingest.pipeline.PipelineEnds;

/** Seals analysis records beside their originals and logs them. */
public final class AnalysisSink implements Sink<Analysis> {
    private final String ends;

    public AnalysisSink(String ends) {
        this.ends = ends;
    }

    @Override
    public SinkWriter<Analysis> createWriter(WriterInitContext context) {
        return new AnalysisWriter(PipelineEnds.of(ends).describe());
    }
}
