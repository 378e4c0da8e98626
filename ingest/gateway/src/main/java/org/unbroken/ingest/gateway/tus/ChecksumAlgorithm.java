package org.unbroken.ingest.gateway.tus;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code Upload-Checksum} may name. */
public enum ChecksumAlgorithm {
    SHA256("sha256", "SHA-256", 32),
    /** Says nothing against forgery any more; tus requires it, and it does catch a broken line. */
    SHA1("sha1", "SHA-1", 20);

    /** As {@code Tus-Checksum-Algorithm} lists them. */
    public static final String LIST =
            Arrays.stream(values()).map(ChecksumAlgorithm::wire).collect(Collectors.joining(","));

    private final String wire;
    private final String jca;
    private final int lengthBytes;

    ChecksumAlgorithm(String wire, String jca, int lengthBytes) {
        this.wire = wire;
        this.jca = jca;
        this.lengthBytes = lengthBytes;
    }

    public static Optional<ChecksumAlgorithm> find(String wire) {
        return Arrays.stream(values()).filter(each -> each.wire.equals(wire)).findFirst();
    }

    public String wire() {
        return wire;
    }

    public int lengthBytes() {
        return lengthBytes;
    }

    public MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(jca);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + jca, e);
        }
    }
}
