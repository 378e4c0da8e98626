package org.unbroken.storage.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.storage.durable.DurableFiles;

/**
 * Secret keys in files of mode 0600: the text form and a newline, or, with a passphrase, an encrypted one. A file in the
 * clear is read with a passphrase too: {@code unbroken key encrypt} replaces it.
 */
public final class KeyFiles {
    private static final int LONGEST = 16 << 10;
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final DurableFiles files;
    private final Optional<Passphrase> passphrase;
    private final SecureRandom random;

    public KeyFiles(DurableFiles files, Optional<Passphrase> passphrase, SecureRandom random) {
        this.files = files;
        this.passphrase = passphrase;
        this.random = random;
    }

    /** The key in the file, or a new one of this type and name, durable there. Another type or name is refused. */
    public SecretNoteKey readOrCreate(Path file, KeyType type, String name) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(file, SecretNoteKey.generate(type, name, random));
        }
        SecretNoteKey key = read(file);
        if (key.type() != type || !key.verifierKey().name().equals(name)) {
            throw new IOException("the key in " + file + " is of type " + key.type() + " and named "
                    + key.verifierKey().name() + ", not of type " + type + " and named " + name);
        }
        return key;
    }

    /** Keeps a key in a file that is not there yet; another process that was first wins. */
    public void create(Path file, SecretNoteKey key) throws IOException {
        try {
            files.create(file, text(key), DurableFiles.OWNER_ONLY);
        } catch (FileAlreadyExistsException another) {
            // Another process was first: its key is the one.
        }
    }

    /** Puts a key in the place of what the file holds, whole or not at all. */
    public void replace(Path file, SecretNoteKey key) throws IOException {
        files.replace(file, text(key), DurableFiles.OWNER_ONLY);
    }

    private byte[] text(SecretNoteKey key) throws IOException {
        String text = passphrase.isPresent() ? EncryptedKey.write(key, passphrase.get(), random) : key.text() + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Empty where there is no such file. */
    public Optional<SecretNoteKey> find(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(read(file)) : Optional.empty();
    }

    /** Throws {@link IOException} that names the file, says what is wrong, and never shows the secret. */
    public SecretNoteKey read(Path file) throws IOException {
        requirePrivate(file, "the key");
        String text = new String(files.read(file, LONGEST), StandardCharsets.UTF_8);
        try {
            if (!text.contains(EncryptedKey.BEGIN)) {
                return SecretNoteKey.parse(text.strip());
            }
            if (passphrase.isEmpty()) {
                throw new IOException("it is encrypted, and no passphrase was given");
            }
            return EncryptedKey.read(text, passphrase.get());
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("the key " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The first line of a file for its owner alone, such as a PIN. */
    public static String secretLine(Path file, String what, DurableFiles files) throws IOException {
        requirePrivate(file, what);
        return new String(files.read(file, LONGEST), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }

    /** Throws unless this is a plain file for its owner alone. */
    static void requirePrivate(Path file, String what) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(what + " " + file + " is not a plain file");
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        if (mode.stream().anyMatch(OF_OTHERS::contains)) {
            throw new IOException(what + " " + file + " has mode " + PosixFilePermissions.toString(mode)
                    + ": others than its owner may use it. It may be known to them; if it is not, set mode 0600");
        }
    }
}
