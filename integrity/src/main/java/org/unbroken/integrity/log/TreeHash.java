package org.unbroken.integrity.log;

import org.unbroken.integrity.digest.Sha256;

/**
 * RFC 6962 section 2.1 hashing. Leaves and nodes start with different bytes, so that neither can stand for the other.
 *
 * <pre>
 * leaf(entry)       = SHA-256(0x00 ‖ entry)
 * node(left, right) = SHA-256(0x01 ‖ left ‖ right)
 * EMPTY             = SHA-256()                     the root of a log without entries
 * </pre>
 */
public final class TreeHash {
    public static final Sha256 EMPTY = Sha256.of(new byte[0]);

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private TreeHash() {}

    public static Sha256 leaf(byte[] entry) {
        return Sha256.of(LEAF, entry);
    }

    public static Sha256 node(Sha256 left, Sha256 right) {
        return Sha256.of(NODE, left.bytes(), right.bytes());
    }
}
