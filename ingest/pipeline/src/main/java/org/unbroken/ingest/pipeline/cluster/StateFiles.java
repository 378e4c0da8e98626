package org.unbroken.ingest.pipeline.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/** The files beside its metadata that a checkpoint consists of. */
final class StateFiles {
    private final Set<Path> files = new HashSet<>();

    private StateFiles() {}

    static Set<Path> of(CheckpointMetadata metadata) {
        StateFiles found = new StateFiles();
        for (OperatorState operator : metadata.getOperatorStates()) {
            found.add(operator.getCoordinatorState());
            for (OperatorSubtaskState subtask : operator.getStates()) {
                found.addAll(subtask.getManagedKeyedState());
                found.addAll(subtask.getRawKeyedState());
                found.addAll(subtask.getManagedOperatorState());
                found.addAll(subtask.getRawOperatorState());
                subtask.getInputChannelState().forEach(channel -> found.add(channel.getDelegate()));
                subtask.getResultSubpartitionState().forEach(channel -> found.add(channel.getDelegate()));
            }
        }
        return found.files;
    }

    private void addAll(Collection<? extends StateObject> states) {
        states.forEach(this::add);
    }

    private void add(@org.jspecify.annotations.Nullable StateObject state) {
        if (state instanceof FileStateHandle file) {
            files.add(file.getFilePath());
        } else if (state instanceof KeyGroupsStateHandle keyed) {
            add(keyed.getDelegateStateHandle());
        } else if (state instanceof OperatorStreamStateHandle operator) {
            add(operator.getDelegateStateHandle());
        } else if (state instanceof IncrementalRemoteKeyedStateHandle incremental) {
            add(incremental.getMetaDataStateHandle());
            incremental.getSharedState().forEach(each -> add(each.getHandle()));
            incremental.getPrivateState().forEach(each -> add(each.getHandle()));
        }
    }
}
