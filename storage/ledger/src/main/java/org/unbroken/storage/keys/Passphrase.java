package org.unbroken.storage.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.unbroken.storage.durable.DurableFiles;

/** What a key file is encrypted with. Never shown. */
public final class Passphrase {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 1024;

    private final String text;

    /** Throws {@link IllegalArgumentException} when it is too short to protect anything. */
    public Passphrase(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            throw new IllegalArgumentException("a passphrase has " + SHORTEST + " to " + LONGEST + " characters");
        }
        this.text = text;
    }

    /** The file's first line; others than its owner must not be able to read it. */
    public static Passphrase read(Path file, DurableFiles files) throws IOException {
        KeyFiles.requirePrivate(file, "the passphrase");
        String content = new String(files.read(file, 4 * LONGEST), StandardCharsets.UTF_8);
        try {
            return new Passphrase(content.lines().findFirst().orElse(""));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "passphrase";
    }
}
