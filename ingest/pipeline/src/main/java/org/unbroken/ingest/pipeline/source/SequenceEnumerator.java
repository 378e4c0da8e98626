package org.unbroken.ingest.pipeline.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** Hands the one split to the first reader that asks, and again if that reader is lost before its first checkpoint. */
final class SequenceEnumerator implements SplitEnumerator<SequenceSplit, Boolean> {
    private final SplitEnumeratorContext<SequenceSplit> context;
    private final Deque<SequenceSplit> unassigned = new ArrayDeque<>();

    SequenceEnumerator(SplitEnumeratorContext<SequenceSplit> context, boolean assigned) {
        this.context = context;
        if (!assigned) {
            unassigned.add(new SequenceSplit(0));
        }
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        SequenceSplit split = unassigned.poll();
        if (split != null) {
            context.assignSplit(split, subtask);
        }
    }

    @Override
    public void addSplitsBack(List<SequenceSplit> splits, int subtask) {
        unassigned.addAll(splits);
    }

    @Override
    public void addReader(int subtask) {
        // Readers ask by themselves when they start without a split.
    }

    @Override
    public Boolean snapshotState(long checkpoint) {
        return unassigned.isEmpty();
    }

    @Override
    public void close() {}

    /** Version 1: one byte, 1 when the split has been handed out. */
    static final class StateSerializer implements SimpleVersionedSerializer<Boolean> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Boolean assigned) {
            return new byte[] {(byte) (assigned ? 1 : 0)};
        }

        @Override
        public Boolean deserialize(int version, byte[] serialized) {
            return serialized[0] == 1;
        }
    }
}
