package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.PipelineEnds;

/** Puts what cannot be read aside, and says so. */
public final class UnreadableSink implements Sink<UnreadableLanding> {
    private static final Logger log = LoggerFactory.getLogger(UnreadableSink.class);

    private final EndsSource ends;

    public UnreadableSink(EndsSource ends) {
        this.ends = ends;
    }

    @Override
    public SinkWriter<UnreadableLanding> createWriter(WriterInitContext context) throws IOException {
        try {
            EndsLease lease = PipelineEnds.of(ends);
            return new Writer(lease.ends().seal(), lease);
        } catch (Exception e) {
            throw new IOException("the seal job's ends cannot be opened: " + e.getMessage(), e);
        }
    }

    private static final class Writer implements SinkWriter<UnreadableLanding> {
        private final SealWorkshop shop;
        private final EndsLease lease;
        private CompletableFuture<Void> pending = CompletableFuture.completedFuture(null);

        Writer(SealWorkshop shop, EndsLease lease) {
            this.shop = shop;
            this.lease = lease;
        }

        @Override
        public void write(UnreadableLanding unreadable, Context context) {
            shop.unreadable.inc();
            log.atError()
                    .addKeyValue("place", unreadable.place())
                    .addKeyValue("reason", unreadable.why())
                    .log("a message in the landings' queue cannot be read; footage may wait for it in staging");
            pending = CompletableFuture.allOf(pending, shop.queue.setAside(unreadable));
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            try {
                pending.join();
            } catch (CompletionException e) {
                throw new IOException("an unreadable landing could not be put aside", e.getCause());
            }
            pending = CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            lease.close();
        }
    }
}
