package org.unbroken.storage.attest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.keys.KeyFiles;
import org.unbroken.storage.keys.Passphrase;

/**
 * Further keys of a log or a witness, each in a file beside the first.
 *
 * <pre>
 * KEYS/NAME-ml-dsa-44.key     as log.key, mode 0600
 * KEYS/NAME-ml-dsa-44.vkey    as log.vkey
 * KEYS/NAME-sm2.key, .vkey    the same
 * </pre>
 */
public final class LogCosigners {
    private static final int LONGEST = 16 << 10;

    private final Path directory;
    private final DurableFiles files;
    private final KeyFiles keys;
    private final SecureRandom random;

    public LogCosigners(Path directory, DurableFiles files, Optional<Passphrase> passphrase, SecureRandom random) {
        this.directory = directory;
        this.files = files;
        this.keys = new KeyFiles(files, passphrase, random);
        this.random = random;
    }

    /**
     * A key's signer.
     *
     * @param file the files' name before the type's
     * @param mayCreate whether a missing key is made: not where several machines are to have the same
     */
    public Optional<NoteSigner> find(String file, KeyType type, String name, boolean mayCreate, InstantSource clock)
            throws IOException {
        Path secret = directory.resolve(file + "-" + suffix(type) + ".key");
        if (!mayCreate && !Files.exists(secret)) {
            return Optional.empty();
        }
        SecretNoteKey key = keys.readOrCreate(secret, type, name);
        writePublic(directory.resolve(file + "-" + suffix(type) + ".vkey"), key.verifierKey());
        return Optional.of(key.signer(clock, random));
    }

    private void writePublic(Path path, VerifierKey key) throws IOException {
        byte[] text = (key.text() + "\n").getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(path) || !Arrays.equals(files.read(path, LONGEST), text)) {
            files.replace(path, text, DurableFiles.PUBLIC);
        }
    }

    private static String suffix(KeyType type) {
        return switch (type) {
            case ML_DSA_44_COSIGNATURE -> "ml-dsa-44";
            case SM2_SM3 -> "sm2";
            default -> type.name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }
}
