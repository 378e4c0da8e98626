package org.unbroken.storage.access;

import static org.unbroken.storage.durable.DurableFiles.PUBLIC;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
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
final class CredentialFolder {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_FILE_BYTES = 16 << 10;
    private static final int ID_BYTES = 8;
    /** File locks hold between processes only; within this one, this does. */
    private static final Object IN_PROCESS = new Object();

    private final Path directory;
    private final Disk disk;
    private final DurableFiles files;
    private final CredentialJournal journal;
    private final InstantSource clock;
    private final SecureRandom random;
    private final String idPrefix;

    CredentialFolder(Path directory, Disk disk, InstantSource clock, SecureRandom random, String idPrefix) {
        this.directory = directory;
        this.disk = disk;
        this.files = new DurableFiles(disk);
        this.journal = new CredentialJournal(disk, directory);
        this.clock = clock;
        this.random = random;
        this.idPrefix = idPrefix;
    }

    /**
     * Whose credential has this digest; empty when there is none or it has expired. A secret is looked up by its digest,
     * so what the time taken tells a guesser is about digests, which they cannot steer: no constant-time comparison.
     */
    Optional<Principal> authenticate(Sha256 key) throws IOException {
        return read(key.hex()).filter(held -> held.holdsAt(clock.instant())).map(Credential::principal);
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

    /**
     * Lets a new credential in. It is in the journal first: a crash between leaves a line about a credential that nobody
     * got, and never one that nobody knows of.
     */
    Credential issue(Sha256 key, Grant grant) throws IOException {
        Instant now = clock.instant();
        if (grant.expires().isPresent() && !grant.expires().get().isAfter(now)) {
            throw new IllegalArgumentException(
                    "would expire at " + grant.expires().get() + ", and it is " + now);
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Credential credential = new Credential(idPrefix + HexFormat.of().formatHex(id), grant, now);
        return exclusively(() -> {
            Path path = directory.resolve(key.hex());
            if (disk.facts(path).isPresent()) {
                throw new FileAlreadyExistsException(path.toString(), null, "this credential is registered already");
            }
            journal.append("issued", credential, now);
            files.create(path, credential.toJson().canonical(), PUBLIC);
            return credential;
        });
    }

    /** All that are not revoked, oldest first, the expired ones included. */
    List<Credential> list() throws IOException {
        List<Credential> found = new ArrayList<>();
        for (String name : names()) {
            read(name).ifPresent(found::add);
        }
        found.sort(Comparator.comparing(Credential::issued).thenComparing(Credential::id));
        return found;
    }

    /**
     * Shuts out the credential with this id, or all with this name; empty when there is none. It is shut out before the
     * journal says so: a crash between leaves the line missing, and never a line about one that still works.
     */
    List<Credential> revoke(String idOrName) throws IOException {
        if (disk.facts(directory).isEmpty()) {
            return List.of();
        }
        return exclusively(() -> {
            List<Credential> revoked = new ArrayList<>();
            for (String name : names()) {
                Optional<Credential> credential = read(name).filter(held -> matches(held, idOrName));
                if (credential.isPresent()) {
                    files.delete(directory.resolve(name));
                    journal.append("revoked", credential.get(), clock.instant());
                    revoked.add(credential.get());
                }
            }
            return revoked;
        });
    }

    private static boolean matches(Credential credential, String idOrName) {
        return credential.id().equals(idOrName) || credential.grant().name().equals(idOrName);
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
