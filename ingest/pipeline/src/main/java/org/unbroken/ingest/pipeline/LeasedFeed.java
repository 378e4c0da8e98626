package org.unbroken.ingest.pipeline;

import java.io.IOException;
import java.util.List;
import org.unbroken.ingest.pipeline.source.Feed;

/** A feed out of a process's ends, which are held as long as it is read. */
public record LeasedFeed<T>(EndsLease lease, Feed<T> feed) implements Feed<T> {
    @Override
    public Batch<T> read(long from, int max) throws IOException {
        return feed.read(from, max);
    }

    @Override
    public List<T> due(int max) throws IOException {
        return feed.due(max);
    }

    @Override
    public void subscribe(Runnable callback) {
        feed.subscribe(callback);
    }

    @Override
    public void unsubscribe(Runnable callback) {
        feed.unsubscribe(callback);
    }

    @Override
    public void close() {
        lease.close();
    }
}
