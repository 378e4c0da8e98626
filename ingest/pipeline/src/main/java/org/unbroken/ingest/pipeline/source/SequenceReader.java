package org.unbroken.ingest.pipeline.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sequence on. Its checkpoint is the number after the last thing it handed out; what was handed out and not
 * finished lies in the checkpoint of the operators behind it.
 */
final class SequenceReader<T> implements SourceReader<T, SequenceSplit> {
    private static final int BATCH = 64;
    /** How often it looks for things whose time has come again when nothing new wakes it. */
    private static final long DUE_POLL_MILLIS = 500;

    private final SourceReaderContext context;
    private final Feed<T> feed;
    private final Runnable wake = this::wake;
    private final Deque<T> again = new ArrayDeque<>();
    private final Deque<Feed.Numbered<T>> fresh = new ArrayDeque<>();
    private @Nullable SequenceSplit split;
    private long nextAfterFresh;
    private volatile CompletableFuture<Void> available = new CompletableFuture<>();

    SequenceReader(SourceReaderContext context, Feed<T> feed) {
        this.context = context;
        this.feed = feed;
    }

    @Override
    public void start() {
        feed.subscribe(wake);
        if (split == null) {
            context.sendSplitRequest();
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws IOException {
        SequenceSplit at = split;
        if (at == null) {
            return nothing();
        }
        T item = again.poll();
        if (item != null) {
            output.collect(item);
            return InputStatus.MORE_AVAILABLE;
        }
        Feed.Numbered<T> numbered = fresh.poll();
        if (numbered != null) {
            output.collect(numbered.item());
            split = new SequenceSplit(fresh.isEmpty() ? nextAfterFresh : numbered.number() + 1);
            return InputStatus.MORE_AVAILABLE;
        }
        // A fresh future before the look: an append between look and wait then completes it, and is not missed.
        available = new CompletableFuture<>();
        again.addAll(feed.due(BATCH));
        Feed.Batch<T> batch = feed.read(at.next(), BATCH);
        fresh.addAll(batch.items());
        nextAfterFresh = batch.next();
        if (fresh.isEmpty()) {
            split = new SequenceSplit(batch.next());
        }
        boolean more = !again.isEmpty() || !fresh.isEmpty() || batch.next() > at.next();
        return more ? InputStatus.MORE_AVAILABLE : nothing();
    }

    private InputStatus nothing() {
        return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public List<SequenceSplit> snapshotState(long checkpoint) {
        SequenceSplit at = split;
        return at == null ? List.of() : List.of(at);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available.copy().completeOnTimeout(null, DUE_POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void addSplits(List<SequenceSplit> splits) {
        split = splits.get(0);
        wake();
    }

    @Override
    public void notifyNoMoreSplits() {}

    private void wake() {
        available.complete(null);
    }

    @Override
    public void close() {
        feed.unsubscribe(wake);
        feed.close();
    }
}
