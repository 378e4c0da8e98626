package org.unbroken.deploy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.VerifierKey;

/** A log's keys as people give them: a key, or a file that holds keys, a line each. */
public final class TrustedKeys {
    private TrustedKeys() {}

    /** At least one. Throws {@link IllegalArgumentException}, whose message goes on after the text and a colon. */
    public static List<VerifierKey> read(String text) throws IOException {
        if (!isFile(text)) {
            try {
                return List.of(key(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("no such file, and not a key: " + e.getMessage(), e);
            }
        }
        List<VerifierKey> keys = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(text))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(key(line));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the file holds no key");
        }
        return List.copyOf(keys);
    }

    /**
     * A key of another algorithm verifies nothing here. Taken along it would turn "cannot be checked" into "no trusted
     * key vouches", which reads as damage; and a mistyped key often reads as one of an unknown algorithm.
     */
    public static VerifierKey key(String text) {
        VerifierKey key = new VerifierKey(text.strip());
        if (key.keyType() == KeyType.UNKNOWN) {
            throw new IllegalArgumentException("a key of algorithm " + key.type()
                    + " cannot be used here, only Ed25519 (1, 4), ML-DSA-44 (6) and SM2; is it mistyped?");
        }
        return key;
    }

    /** A key has slashes and plus signs too: only what is there is a file. */
    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
