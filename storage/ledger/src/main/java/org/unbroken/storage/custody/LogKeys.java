package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.durable.DurableFiles;

/**
 * The log's key pair on disk. The key's name is the log's origin.
 *
 * <pre>
 * KEYS/log.key     the secret key in its text form and a newline, mode 0600
 * KEYS/log.vkey    the verifier key and a newline, mode 0644: to be given to whoever is to trust this log
 * </pre>
 *
 * A crash between the two leaves the secret key alone; the next start writes the other anew from it.
 */
public final class LogKeys {
    private static final int LONGEST = 4096;
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Ed25519NoteSigner signer;

    private LogKeys(Ed25519NoteSigner signer) {
        this.signer = signer;
    }

    /**
     * Reads the key, or makes one the first time.
     *
     * @param origin the log's name for a new key; empty takes a random one. An existing key keeps its name, and another
     *     name given is refused: receipts name the log by it
     */
    public static LogKeys loadOrCreate(Path directory, Optional<String> origin, DurableFiles files, SecureRandom random)
            throws IOException {
        Path secret = directory.resolve("log.key");
        if (!Files.exists(secret, LinkOption.NOFOLLOW_LINKS)) {
            create(secret, origin, files, random);
        }
        Ed25519NoteSigner signer = read(secret, files);
        if (origin.isPresent() && !origin.get().equals(signer.verifierKey().name())) {
            throw new IOException("the log's key in " + secret + " is named "
                    + signer.verifierKey().name() + ", and the configuration says " + origin.get());
        }
        writePublic(directory.resolve("log.vkey"), signer.verifierKey(), files);
        return new LogKeys(signer);
    }

    private static void create(Path secret, Optional<String> origin, DurableFiles files, SecureRandom random)
            throws IOException {
        String name = origin.orElseGet(() -> randomName(random));
        String text = Ed25519NoteSigner.generate(name, random).secretKeyText() + "\n";
        try {
            files.create(secret, text.getBytes(StandardCharsets.UTF_8), DurableFiles.OWNER_ONLY);
        } catch (FileAlreadyExistsException another) {
            // Another process was first: its key is the one.
        }
    }

    private static String randomName(SecureRandom random) {
        byte[] bytes = new byte[4];
        random.nextBytes(bytes);
        return "unbroken.local/" + HexFormat.of().formatHex(bytes);
    }

    private static Ed25519NoteSigner read(Path secret, DurableFiles files) throws IOException {
        if (!Files.isRegularFile(secret, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("the log's key " + secret + " is not a plain file");
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(secret, LinkOption.NOFOLLOW_LINKS);
        if (mode.stream().anyMatch(OF_OTHERS::contains)) {
            throw new IOException("the log's key " + secret + " has mode " + PosixFilePermissions.toString(mode)
                    + ": others than its owner may use it. It may be known to them; if it is not, set mode 0600");
        }
        try {
            return Ed25519NoteSigner.parse(new String(files.read(secret, LONGEST), StandardCharsets.UTF_8).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("the log's key " + secret + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void writePublic(Path path, VerifierKey key, DurableFiles files) throws IOException {
        byte[] text = (key.text() + "\n").getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(path) || !Arrays.equals(files.read(path, LONGEST), text)) {
            files.replace(path, text, DurableFiles.PUBLIC);
        }
    }

    public NoteSigner signer() {
        return signer;
    }

    public VerifierKey verifierKey() {
        return signer.verifierKey();
    }
}
