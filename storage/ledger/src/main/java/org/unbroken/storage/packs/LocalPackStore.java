package org.unbroken.storage.packs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.storage.durable.DurableFiles;

/**
 * Packs as plain files, for the owner alone: they hold what details hold.
 *
 * <pre>
 * DIR/packs/FIRST        the pack of log/segments/FIRST
 * DIR/packs/forgotten    20 digits: disposals up to this entry were carried out in all packs
 * </pre>
 */
public final class LocalPackStore implements PackStore {
    private final Path directory;
    private final DurableFiles files;

    public LocalPackStore(Path directory, DurableFiles files) {
        this.directory = directory;
        this.files = files;
    }

    @Override
    public Optional<byte[]> find(long first) throws IOException {
        return read(PackName.of(first));
    }

    private Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(files.read(directory.resolve(name), MAX_BYTES));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public void create(long first, byte[] pack) throws IOException {
        try {
            files.create(directory.resolve(PackName.of(first)), pack);
        } catch (FileAlreadyExistsException e) {
            return; // made earlier, by a run that ended before it noted so
        }
    }

    @Override
    public void rewrite(long first, Rewriting rewriting) throws IOException {
        Optional<byte[]> known = find(first);
        if (known.isPresent()) {
            byte[] becomes = rewriting.of(known.get());
            if (!Arrays.equals(becomes, known.get())) {
                files.replace(directory.resolve(PackName.of(first)), becomes);
            }
        }
    }

    @Override
    public void delete(long first) throws IOException {
        files.delete(directory.resolve(PackName.of(first)));
    }

    @Override
    public Stream<Long> list() throws IOException {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            List<Long> firsts = paths.flatMap(path -> PackName.parse(String.valueOf(path.getFileName())).stream())
                    .sorted()
                    .toList();
            return firsts.stream();
        }
    }

    @Override
    public long forgottenUpTo() throws IOException {
        return read(PackName.FORGOTTEN).map(PackName::noted).orElse(0L);
    }

    @Override
    public void forgottenUpTo(long index) throws IOException {
        files.replace(directory.resolve(PackName.FORGOTTEN), PackName.of(index).getBytes(StandardCharsets.US_ASCII));
    }
}
