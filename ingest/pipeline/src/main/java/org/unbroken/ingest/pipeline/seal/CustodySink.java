package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.PipelineEnds;

/** Puts outcomes into the custody log, and then marks their landings done. */
public final class CustodySink implements Sink<SealOutcome> {
    private final EndsSource ends;

    public CustodySink(EndsSource ends) {
        this.ends = ends;
    }

    @Override
    public SinkWriter<SealOutcome> createWriter(WriterInitContext context) throws IOException {
        EndsLease lease;
        try {
            lease = PipelineEnds.of(ends);
        } catch (Exception e) {
            throw new IOException("the custody log's end cannot be opened: " + e.getMessage(), e);
        }
        try {
            return new CustodyWriter(lease.ends().seal(), lease);
        } catch (Exception e) {
            lease.close();
            throw new IOException("the custody log's end cannot be opened: " + e.getMessage(), e);
        }
    }
}
