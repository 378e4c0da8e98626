package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.KeyChange;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.keys.KeyFiles;
import org.unbroken.storage.keys.Passphrase;

/**
 * The log's key pair on disk. The key's name is the log's origin.
 *
 * <pre>
 * KEYS/log.key     the secret key in its text form and a newline, or encrypted; mode 0600
 * KEYS/log.vkey    the verifier key and a newline, mode 0644: to be given to whoever is to trust this log
 * KEYS/log.previous      verifier keys before it, the newest first, a line each
 * KEYS/log.change.SIZE   hand-overs, signed by both keys; SIZE has 20 digits
 * </pre>
 *
 * A crash between the two leaves the secret key alone; the next start writes the other anew from it.
 */
public final class LogKeys {
    private static final int LONGEST = 4096;
    private static final int LONGEST_HISTORY = 1 << 20;
    private static final String PREVIOUS = "log.previous";
    private static final String CHANGE = "log.change.";

    private final NoteSigner signer;
    private final boolean made;

    private LogKeys(NoteSigner signer, boolean made) {
        this.signer = signer;
        this.made = made;
    }

    /** As {@link #loadOrCreate(Path, Optional, DurableFiles, Optional, SecureRandom)}, with the key in the clear. */
    public static LogKeys loadOrCreate(Path directory, Optional<String> origin, DurableFiles files, SecureRandom random)
            throws IOException {
        return loadOrCreate(directory, origin, files, Optional.empty(), random);
    }

    /**
     * Reads the key, or makes one the first time.
     *
     * @param origin the log's name for a new key; empty takes a random one. An existing key keeps its name, and another
     *     name given is refused: receipts name the log by it
     * @param passphrase which the file is encrypted with
     */
    public static LogKeys loadOrCreate(
            Path directory,
            Optional<String> origin,
            DurableFiles files,
            Optional<Passphrase> passphrase,
            SecureRandom random)
            throws IOException {
        Path secret = directory.resolve("log.key");
        KeyFiles keys = new KeyFiles(files, passphrase, random);
        boolean made = !Files.exists(secret, LinkOption.NOFOLLOW_LINKS);
        if (made) {
            keys.create(
                    secret,
                    SecretNoteKey.generate(KeyType.ED25519, origin.orElseGet(() -> randomName(random)), random));
        }
        SecretNoteKey key;
        try {
            key = keys.read(secret);
        } catch (IOException e) {
            throw new IOException("the log's key: " + e.getMessage(), e);
        }
        if (key.type() != KeyType.ED25519) {
            throw new IOException("the log's key in " + secret + " is of type " + key.type() + ", not ED25519");
        }
        Ed25519NoteSigner signer = new Ed25519NoteSigner(key.verifierKey().name(), key.secret());
        if (origin.isPresent() && !origin.get().equals(signer.verifierKey().name())) {
            throw new IOException("the log's key in " + secret + " is named "
                    + signer.verifierKey().name() + ", and the configuration says " + origin.get());
        }
        writePublic(directory.resolve("log.vkey"), signer.verifierKey(), files);
        return new LogKeys(new SucceedingSigner(signer, predecessors(directory, files)), made);
    }

    /** With a key on a token, whose predecessors are in the folder all the same. */
    public static LogKeys onToken(Path directory, NoteSigner token, DurableFiles files) throws IOException {
        writePublic(directory.resolve("log.vkey"), token.verifierKey(), files);
        return new LogKeys(new SucceedingSigner(token, predecessors(directory, files)), false);
    }

    private static List<VerifierKey> predecessors(Path directory, DurableFiles files) throws IOException {
        Path path = directory.resolve(PREVIOUS);
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            return new String(files.read(path, LONGEST_HISTORY), StandardCharsets.UTF_8)
                    .lines()
                    .map(VerifierKey::new)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IOException("the log's earlier keys in " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A hand-over that lies in a key folder.
     *
     * @param size of the last tree that the old key signed
     */
    public record Change(long size, SignedNote note) {}

    /** The hand-overs that both of their keys signed; another file of such a name is an error. */
    public static List<Change> changes(Path directory, DurableFiles files) throws IOException {
        List<Change> changes = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, CHANGE + "*")) {
            for (Path path : found) {
                try {
                    SignedNote note = SignedNote.parse(files.read(path, SignedNote.MAX_BYTES));
                    changes.add(new Change(KeyChange.verified(note).last().size(), note));
                } catch (IllegalArgumentException e) {
                    throw new IOException(path + ": " + e.getMessage(), e);
                }
            }
        }
        return List.copyOf(changes);
    }

    /**
     * Puts a new key in the place of the log's, which signs the hand-over with it. No process may use the folder.
     *
     * <pre>
     * killed after                  left                                     what follows
     * log.change.SIZE               a note that nobody was given             again: another key, the note replaced
     * log.previous                  the key among its own predecessors       the same
     * log.key                       all                                      the next start writes log.vkey
     * </pre>
     *
     * @param mark {@code log.published}: how far the old key signed
     * @return the note, signed by both
     */
    public static SignedNote rotate(
            Path directory, Path mark, DurableFiles files, Optional<Passphrase> passphrase, SecureRandom random)
            throws IOException {
        Path secret = directory.resolve("log.key");
        KeyFiles keys = new KeyFiles(files, passphrase, random);
        SecretNoteKey old = keys.read(secret);
        NoteSigner oldSigner = old.signer(InstantSource.system(), random);
        List<VerifierKey> previous = predecessors(directory, files);
        PublishedCheckpoint last = new PublishedMark(mark, files)
                .read(new SucceedingSigner(oldSigner, previous).believed())
                .orElseThrow(() -> new IOException(mark + " is not there: under this key nothing was published yet"));
        SecretNoteKey next =
                SecretNoteKey.generate(old.type(), old.verifierKey().name(), random);
        SignedNote change = KeyChange.sign(
                Checkpoint.parse(last.note().text()), oldSigner, next.signer(InstantSource.system(), random));
        files.replace(
                directory.resolve(String.format(CHANGE + "%020d", last.size())), change.encode(), DurableFiles.PUBLIC);
        StringBuilder lines = new StringBuilder(old.verifierKey().text() + "\n");
        previous.stream().filter(key -> !key.equals(old.verifierKey())).forEach(key -> lines.append(key.text())
                .append('\n'));
        files.replace(
                directory.resolve(PREVIOUS), lines.toString().getBytes(StandardCharsets.UTF_8), DurableFiles.PUBLIC);
        keys.replace(secret, next);
        writePublic(directory.resolve("log.vkey"), next.verifierKey(), files);
        return change;
    }

    private static String randomName(SecureRandom random) {
        byte[] bytes = new byte[4];
        random.nextBytes(bytes);
        return "unbroken.local/" + HexFormat.of().formatHex(bytes);
    }

    private static void writePublic(Path path, VerifierKey key, DurableFiles files) throws IOException {
        byte[] text = (key.text() + "\n").getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(path) || !Arrays.equals(files.read(path, LONGEST), text)) {
            files.replace(path, text, DurableFiles.PUBLIC);
        }
    }

    /** Whether the key was made by this start: a new log, or a folder that was lost. */
    public boolean isNew() {
        return made;
    }

    public NoteSigner signer() {
        return signer;
    }

    public VerifierKey verifierKey() {
        return signer.verifierKey();
    }
}
