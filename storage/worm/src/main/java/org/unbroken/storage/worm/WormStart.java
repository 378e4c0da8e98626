package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DurableDirectories;
import org.unbroken.storage.durable.FileFacts;

/**
 * What the local store does before it serves: it finishes what a crash left, and tries what it will have to rely on (one
 * file system, links, dates, the immutable flag) rather than find out at the first recording.
 */
final class WormStart {
    private static final Logger LOG = LoggerFactory.getLogger(WormStart.class);
    private static final String PROBE = ".probe";
    /** Past 2038, where file systems with 32-bit dates end. */
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private final Disk disk;
    private final DurableDirectories directories;
    private final ObjectTree tree;
    private final Path staging;
    private final Path temporaries;
    private final FileLock fileLock;

    WormStart(Disk disk, DurableDirectories directories, ObjectTree tree, Path staging, FileLock fileLock) {
        this.disk = disk;
        this.directories = directories;
        this.tree = tree;
        this.staging = staging;
        this.temporaries = directories.root().resolve(".tmp");
        this.fileLock = fileLock;
    }

    Path temporaryOf(ObjectKey key) {
        return temporaries.resolve(key.value().replace('/', '_'));
    }

    void run() throws IOException {
        directories.ensure(temporaries);
        checkOneFileSystem();
        finishPuts();
        probe();
    }

    private void checkOneFileSystem() throws IOException {
        FileFacts from = disk.facts(staging).orElseThrow();
        FileFacts to = disk.facts(directories.root()).orElseThrow();
        if (from.device() != to.device()) {
            throw new IOException(staging + " and " + directories.root() + " are on two file systems (devices "
                    + from.device() + " and " + to.device()
                    + "); an upload becomes an object by a link, so they have to be on one");
        }
    }

    /**
     * A temporary file with a second name is a put that had linked its object: the object is whole, its name perhaps
     * not durable, and somebody may already have read it. One with a single name is a put nobody was told of.
     * A power cut may bring back the first name of what was restored, too.
     */
    private void finishPuts() throws IOException {
        for (String name : disk.list(temporaries)) {
            Path temporary = temporaries.resolve(name);
            Optional<FileFacts> facts = disk.facts(temporary);
            if (facts.isEmpty()) {
                continue;
            }
            if (facts.get().isFile() && facts.get().links() > 1 && name.indexOf('_') > 0) {
                Path object =
                        tree.pathOf(new ObjectKey(LocalRestoring.named(name).replace('_', '/')));
                Path holder = object.getParent();
                if (holder != null) {
                    directories.ensure(holder);
                    disk.syncDirectory(holder);
                }
                delete(temporary);
                fileLock.lock(object);
            } else {
                delete(temporary);
            }
        }
    }

    private void delete(Path path) throws IOException {
        try {
            disk.delete(path);
        } catch (IOException e) {
            // A probe, or an object's first name that came back after a power cut, may carry the immutable flag.
            fileLock.unlock(path);
            disk.delete(path);
        }
    }

    private void probe() throws IOException {
        Path from = staging.resolve(PROBE);
        Path to = temporaries.resolve(PROBE);
        if (disk.facts(from).isPresent()) {
            delete(from);
        }
        try {
            disk.create(from, PosixFilePermissions.fromString("rw-------")).close();
            disk.link(from, to);
        } catch (IOException e) {
            throw new IOException(
                    "cannot write in " + staging + " and link from there into " + temporaries
                            + " (writable? one file system, one mount? hard links?): " + e,
                    e);
        }
        disk.delete(from);
        disk.setModified(to, FAR);
        if (disk.facts(to).map(FileFacts::modified).orElse(Instant.EPOCH).isBefore(FAR)) {
            LOG.warn(
                    "the file system of {} keeps no dates up to {}: retention past its limit will be refused", to, FAR);
        }
        fileLock.lock(to);
        fileLock.unlock(to);
        disk.delete(to);
    }
}
