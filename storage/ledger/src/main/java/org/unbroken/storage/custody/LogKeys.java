package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SecretNoteKey;
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
 * </pre>
 *
 * A crash between the two leaves the secret key alone; the next start writes the other anew from it.
 */
public final class LogKeys {
    private static final int LONGEST = 4096;

    private final Ed25519NoteSigner signer;
    private final boolean made;

    private LogKeys(Ed25519NoteSigner signer, boolean made) {
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
        return new LogKeys(signer, made);
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
