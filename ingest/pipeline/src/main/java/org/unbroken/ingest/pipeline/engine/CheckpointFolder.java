package org.unbroken.ingest.pipeline.engine;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one job's checkpoints lie, and which of them it resumes from.
 *
 * <pre>
 * JOBID/chk-N/_metadata     present: Flink finished writing checkpoint N
 * </pre>
 *
 * <p>Flink does not sync what it writes here. After a power cut the newest checkpoint may be cut off or lack its state;
 * it is then passed over, and the job does again what it did since an older one, or all that is not done.
 */
final class CheckpointFolder {
    private static final Logger log = LoggerFactory.getLogger(CheckpointFolder.class);
    private static final Pattern CHECKPOINT = Pattern.compile("chk-([0-9]{1,18})");

    private final Path folder;

    CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A checkpoint that can be resumed from.
     *
     * @param made when its metadata was written
     */
    record Found(Path folder, Path checkpoint, FileTime made) {}

    /** The newest checkpoint whose metadata can be read; the folders of all others are removed. Call before the start. */
    Optional<Found> newestAndSweep() throws IOException {
        Optional<Found> newest = Optional.empty();
        for (Path checkpoint : newestFirst()) {
            if (newest.isEmpty() && readable(checkpoint)) {
                FileTime made = Files.getLastModifiedTime(checkpoint.resolve("_metadata"));
                newest = Optional.of(new Found(folder, checkpoint, made));
            } else {
                delete(checkpoint);
            }
        }
        return newest;
    }

    /** Forgets all: the job starts anew. */
    void clear() throws IOException {
        if (Files.exists(folder)) {
            delete(folder);
        }
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> number(child) >= 0)
                    .sorted(Comparator.comparingLong(CheckpointFolder::number).reversed())
                    .toList();
        }
    }

    private static long number(Path checkpoint) {
        Matcher matcher = CHECKPOINT.matcher(checkpoint.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static boolean readable(Path checkpoint) {
        Path metadata = checkpoint.resolve("_metadata");
        if (!Files.isRegularFile(metadata)) {
            return false;
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            Checkpoints.loadCheckpointMetadata(in, CheckpointFolder.class.getClassLoader(), checkpoint.toString());
            return true;
        } catch (IOException | RuntimeException e) {
            log.atWarn().addKeyValue("checkpoint", checkpoint).setCause(e).log("checkpoint passed over");
            return false;
        }
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
