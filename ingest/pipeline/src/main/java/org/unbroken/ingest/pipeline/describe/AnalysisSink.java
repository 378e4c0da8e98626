package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.PipelineEnds;

/** Seals analysis records beside their originals and logs them. */
public final class AnalysisSink implements Sink<Analysis> {
    private final EndsSource ends;

    public AnalysisSink(EndsSource ends) {
        this.ends = ends;
    }

    @Override
    public SinkWriter<Analysis> createWriter(WriterInitContext context) throws IOException {
        EndsLease lease;
        try {
            lease = PipelineEnds.of(ends);
        } catch (Exception e) {
            throw new IOException("the describe job's ends cannot be opened: " + e.getMessage(), e);
        }
        try {
            return new AnalysisWriter(lease.ends().describe(), lease);
        } catch (Exception e) {
            lease.close();
            throw new IOException("the describe job's ends cannot be opened: " + e.getMessage(), e);
        }
    }
}
