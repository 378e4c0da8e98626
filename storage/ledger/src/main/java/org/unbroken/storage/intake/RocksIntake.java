package org.unbroken.storage.intake;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.rocks.RocksDatabase;

/**
 * The intake in one RocksDB of this process: sessions and landings lie in one database because ending the one and
 * appending the other is one write. Layout: {@link IntakeTables}.
 *
 * <p>If a write fails, everything here refuses further writes until it is opened again.
 */
public final class RocksIntake implements Closeable {
    private final Path directory;
    private @Nullable RocksDatabase database;
    private @Nullable RocksLandings landings;
    private @Nullable RocksUploadSessions sessions;

    /** Touches nothing yet. */
    public RocksIntake(Path directory) {
        this.directory = directory;
    }

    /** Opens or creates the database; recovering from a crash is the same path. */
    public synchronized void start() throws IOException {
        if (database != null) {
            throw new IllegalStateException("the intake in " + directory + " is started already");
        }
        RocksDatabase opened = RocksDatabase.open(directory, IntakeTables.ALL);
        try {
            RocksLandings queue = RocksLandings.recover(opened);
            sessions = RocksUploadSessions.recover(opened, queue);
            landings = queue;
            database = opened;
        } catch (IOException | RuntimeException e) {
            try {
                opened.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    public synchronized UploadSessions sessions() {
        return started(sessions);
    }

    public synchronized Landings landings() {
        return started(landings);
    }

    /** What it knows of recordings that were disposed of, but that they were uploaded. */
    public synchronized void forget(List<RecordingId> recordings) throws IOException {
        new IntakeErasure(started(database)).forget(recordings);
    }

    private <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the intake in " + directory + " is not started");
        }
        return part;
    }

    /** Waits for calls under way; later ones throw {@link IOException}. */
    @Override
    public synchronized void close() throws IOException {
        if (database != null) {
            database.close();
        }
    }
}
