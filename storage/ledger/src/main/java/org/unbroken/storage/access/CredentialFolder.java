package org.unbroken.storage.access;

import static org.unbroken.storage.durable.DurableFiles.PUBLIC;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DurableFiles;

/**
 * Credentials as files, one each, named by the SHA-256 of what the caller presents. The folder is all there is: nothing
 * is cached, so what another process issues or revokes counts from the next call on.
 *
 * <pre>
 * DIR/64 hex digits    {@link Credential}; gone when revoked
 * DIR/journal.jsonl    {@link CredentialJournal}
 * DIR/lock             held while one is issued or revoked
 * </pre>
 *
 * Files are readable by others on the machine: they hold no secret, and the command that issues tokens often runs as
 * another user than the server.
 */
final class CredentialFolder implements CredentialStore {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_FILE_BYTES = 16 << 10;
    /** File locks hold between processes only; within this one, this does. */
    private static final Object IN_PROCESS = new Object();

    private final Path directory;
    private final Disk disk;
    private final DurableFiles files;
    private final CredentialJournal journal;

    CredentialFolder(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
        this.files = new DurableFiles(disk);
        this.journal = new CredentialJournal(disk, directory);
    }

    @Override
    public Optional<Credential> find(Sha256 key) throws IOException {
        return read(key.hex());
    }

    private Optional<Credential> read(String name) throws IOException {
        Path path = directory.resolve(name);
        try {
            return Optional.of(Credential.parse(files.read(path, MAX_FILE_BYTES)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " is not a credential: " + e.getMessage(), e);
        }
    }

    @Override
    public void add(Sha256 key, Credential credential) throws IOException {
        exclusively(() -> {
            Path path = directory.resolve(key.hex());
            if (disk.facts(path).isPresent()) {
                throw new FileAlreadyExistsException(path.toString(), null, "this credential is registered already");
            }
            journal.append("issued", credential, credential.issued());
            files.create(path, credential.toJson().canonical(), PUBLIC);
            return credential;
        });
    }

    @Override
    public List<Credential> list() throws IOException {
        List<Credential> found = new ArrayList<>();
        for (String name : names()) {
            read(name).ifPresent(found::add);
        }
        found.sort(BY_AGE);
        return found;
    }

    @Override
    public List<Credential> revoke(String idOrName, Instant at) throws IOException {
        if (disk.facts(directory).isEmpty()) {
            return List.of();
        }
        return exclusively(() -> {
            List<Credential> revoked = new ArrayList<>();
            for (String name : names()) {
                Optional<Credential> credential = read(name).filter(held -> held.isCalled(idOrName));
                if (credential.isPresent()) {
                    files.delete(directory.resolve(name));
                    journal.append("revoked", credential.get(), at);
                    revoked.add(credential.get());
                }
            }
            return revoked;
        });
    }

    private List<String> names() throws IOException {
        if (disk.facts(directory).isEmpty()) {
            return List.of();
        }
        return disk.list(directory).stream()
                .filter(name -> KEY.matcher(name).matches())
                .sorted()
                .toList();
    }

    private <T> T exclusively(Change<T> change) throws IOException {
        synchronized (IN_PROCESS) {
            files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("no lock on " + directory);
                }
                return change.make();
            }
        }
    }

    /** What is done under the folder's lock. */
    private interface Change<T> {
        T make() throws IOException;
    }
}
