package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.unbroken.storage.worm.ObjectKey;

/** A copy of a local store's {@code worm} folder, made by whatever means; may be mounted for reading only. */
public final class FolderReplica implements Replica {
    private final Path folder;

    /** {@code folder} has {@code recordings/} and {@code log/}. */
    public FolderReplica(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public Optional<SeekableByteChannel> open(ObjectKey key) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("the replica " + folder + " is not there");
        }
        try {
            return Optional.of(Files.newByteChannel(
                    folder.resolve(key.value()), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
