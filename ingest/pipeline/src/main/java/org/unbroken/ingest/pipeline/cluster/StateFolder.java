package org.unbroken.ingest.pipeline.cluster;

import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one job's state lies on whatever the cluster shares, and from what of it the job may resume.
 *
 * <pre>
 * FOLDER/JOBID/chk-N/_metadata           present: Flink finished writing checkpoint N
 * FOLDER/JOBID/shared/…, taskowned/…     state that several checkpoints refer to
 * FOLDER/savepoints/savepoint-…/_metadata
 * </pre>
 *
 * A job has a new id each time its JobManager is started, and the numbers go on. The store's clock tells which is the
 * newest, the number decides within one second.
 */
final class StateFolder {
    static final String SAVEPOINTS = "savepoints";
    private static final Logger log = LoggerFactory.getLogger(StateFolder.class);
    private static final String METADATA = "_metadata";
    private static final Pattern CHECKPOINT = Pattern.compile("chk-([0-9]{1,18})");
    private static final Pattern JOB = Pattern.compile("[0-9a-f]{32}");
    /** Beside the newest, one to fall back on. */
    private static final int KEPT = 2;

    private final Path folder;

    StateFolder(URI folder) {
        this.folder = new Path(folder);
    }

    /** Something to resume from. */
    record Found(Path path, boolean savepoint, long madeMillis, long number) {}

    /**
     * What can be resumed from, newest first. The folders of jobs that went before keep what these refer to and nothing
     * else. To be called before the job is submitted.
     */
    List<Found> newestFirstAndSweep() throws IOException {
        FileSystem files = folder.getFileSystem();
        List<Found> readable = new ArrayList<>();
        Set<String> referred = new HashSet<>();
        boolean allKnown = true;
        for (Found found : all(files)) {
            if (readable.size() < KEPT) {
                Optional<StateFiles> needs = needs(files, found);
                if (needs.isPresent()) {
                    readable.add(found);
                    referred.add(place(new Path(found.path(), METADATA)));
                    needs.get().files().forEach(file -> referred.add(place(file)));
                    allKnown &= needs.get().all();
                }
            }
        }
        // Unless there is nothing to go on from: then all of it may be wanted by whoever looks into this.
        if (!readable.isEmpty() && allKnown) {
            sweep(files, referred);
        }
        return readable;
    }

    /** The same file may be named with and without its host, by Flink's different parts. */
    private static String place(Path file) {
        return file.toUri().getPath();
    }

    private List<Found> all(FileSystem files) throws IOException {
        List<Found> all = new ArrayList<>();
        for (FileStatus child : list(files, folder)) {
            boolean savepoints = child.getPath().getName().equals(SAVEPOINTS);
            if (savepoints || JOB.matcher(child.getPath().getName()).matches()) {
                for (FileStatus state : list(files, child.getPath())) {
                    found(files, state.getPath(), savepoints).ifPresent(all::add);
                }
            }
        }
        all.sort(Comparator.comparingLong(Found::madeMillis)
                .thenComparingLong(Found::number)
                .reversed());
        return all;
    }

    private static Optional<Found> found(FileSystem files, Path state, boolean savepoint) throws IOException {
        Matcher number = CHECKPOINT.matcher(state.getName());
        if (!savepoint && !number.matches()) {
            return Optional.empty();
        }
        try {
            FileStatus metadata = files.getFileStatus(new Path(state, METADATA));
            return Optional.of(new Found(
                    state,
                    savepoint,
                    metadata.getModificationTime(),
                    savepoint ? Long.MAX_VALUE : Long.parseLong(number.group(1))));
        } catch (FileNotFoundException unfinished) {
            return Optional.empty();
        }
    }

    /** The files that it refers to; empty when it cannot be read or one of them is missing. */
    private static Optional<StateFiles> needs(FileSystem files, Found found) {
        Path metadata = new Path(found.path(), METADATA);
        try (DataInputStream in = new DataInputStream(files.open(metadata))) {
            CheckpointMetadata read = Checkpoints.loadCheckpointMetadata(
                    in, StateFolder.class.getClassLoader(), found.path().toString());
            StateFiles needs = new StateFiles(read);
            for (Path needed : needs.files()) {
                files.getFileStatus(needed);
            }
            return Optional.of(needs);
        } catch (IOException | RuntimeException e) {
            log.atWarn().addKeyValue("checkpoint", found.path()).setCause(e).log("passed over: cannot be read whole");
            return Optional.empty();
        }
    }

    private void sweep(FileSystem files, Set<String> referred) throws IOException {
        for (FileStatus child : list(files, folder)) {
            if (JOB.matcher(child.getPath().getName()).matches()) {
                sweep(files, child.getPath(), referred);
            }
        }
    }

    /** Whether anything is left in it. */
    private static boolean sweep(FileSystem files, Path directory, Set<String> referred) throws IOException {
        boolean left = false;
        for (FileStatus child : list(files, directory)) {
            if (child.isDir()) {
                left |= sweep(files, child.getPath(), referred);
            } else if (referred.contains(place(child.getPath()))) {
                left = true;
            } else {
                files.delete(child.getPath(), false);
            }
        }
        if (!left) {
            files.delete(directory, true);
        }
        return left;
    }

    private static List<FileStatus> list(FileSystem files, Path directory) throws IOException {
        try {
            FileStatus[] children = files.listStatus(directory);
            return children == null ? List.of() : List.of(children);
        } catch (FileNotFoundException none) {
            return List.of();
        }
    }
}
