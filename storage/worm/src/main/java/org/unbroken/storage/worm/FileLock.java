package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.file.Path;

/** What keeps a finished object from being changed, beyond its mode. */
interface FileLock {
    /** Nothing does: anybody with the right to the directory can, and it will show (the log proves it). */
    FileLock NONE = new FileLock() {
        @Override
        public void lock(Path path) {}

        @Override
        public void unlock(Path path) {}
    };

    /** Locking twice is locking once. A locked file can neither be linked, renamed, deleted, nor get another time. */
    void lock(Path path) throws IOException;

    void unlock(Path path) throws IOException;
}
