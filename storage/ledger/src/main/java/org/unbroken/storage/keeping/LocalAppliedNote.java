package org.unbroken.storage.keeping;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.unbroken.storage.durable.DurableFiles;

/** In a file. */
public record LocalAppliedNote(Path file, DurableFiles files) implements AppliedNote {
    @Override
    public long upTo() throws IOException {
        try {
            return NotedIndex.decode(files.read(file, NotedIndex.MAX_BYTES));
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    @Override
    public void upTo(long index) throws IOException {
        files.replace(file, NotedIndex.encode(index));
    }
}
