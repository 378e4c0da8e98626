package org.unbroken.ingest.pipeline.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.AbstractChannelStateHandle;
import org.apache.flink.runtime.state.AbstractMergedChannelStateHandle;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.jspecify.annotations.Nullable;

/** The files beside its metadata that a checkpoint consists of. */
final class StateFiles {
    private final Set<Path> files = new HashSet<>();
    private boolean all = true;

    StateFiles(CheckpointMetadata metadata) {
        for (OperatorState operator : metadata.getOperatorStates()) {
            add(operator.getCoordinatorState());
            for (OperatorSubtaskState subtask : operator.getStates()) {
                addAll(subtask.getManagedKeyedState());
                addAll(subtask.getRawKeyedState());
                addAll(subtask.getManagedOperatorState());
                addAll(subtask.getRawOperatorState());
                addAll(subtask.getInputChannelState());
                addAll(subtask.getResultSubpartitionState());
            }
        }
    }

    Set<Path> files() {
        return Set.copyOf(files);
    }

    /** Whether these are all. A kind of state that a later Flink brings may lie in files not seen here. */
    boolean all() {
        return all;
    }

    private void addAll(Collection<? extends StateObject> states) {
        states.forEach(this::add);
    }

    private void add(@Nullable StateObject state) {
        if (state instanceof FileStateHandle file) {
            files.add(file.getFilePath());
        } else if (state instanceof KeyGroupsStateHandle keyed) {
            add(keyed.getDelegateStateHandle());
        } else if (state instanceof OperatorStreamStateHandle operator) {
            add(operator.getDelegateStateHandle());
        } else if (state instanceof AbstractChannelStateHandle<?> channel) {
            add(channel.getDelegate());
        } else if (state instanceof AbstractMergedChannelStateHandle<?, ?> channels) {
            add(channels.getDelegate());
        } else if (state instanceof IncrementalRemoteKeyedStateHandle incremental) {
            add(incremental.getMetaDataStateHandle());
            incremental.getSharedState().forEach(each -> add(each.getHandle()));
            incremental.getPrivateState().forEach(each -> add(each.getHandle()));
        } else if (state != null && !(state instanceof ByteStreamStateHandle)) {
            all = false;
        }
    }
}
