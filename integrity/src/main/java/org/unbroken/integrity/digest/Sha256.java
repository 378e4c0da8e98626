package org.unbroken.integrity.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest: 32 bytes, shown as 64 lower-case hex digits. */
public final class Sha256 implements Comparable<Sha256> {
    public static final int LENGTH = 32;
    /** 64 hex zeros: stands where there is no earlier thing to name. */
    public static final Sha256 ZERO = new Sha256(new byte[LENGTH]);

    /** Asking the platform for one costs as much as hashing some hundred bytes. */
    private static final ThreadLocal<MessageDigest> OWN = ThreadLocal.withInitial(Sha256::newDigest);

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The JDK's SHA-256, which uses the processor's SHA instructions; Bouncy Castle's is several times slower. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digest of the parts, one after another. */
    public static Sha256 of(byte[]... parts) {
        MessageDigest digest = OWN.get();
        digest.reset();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Sha256(digest.digest());
    }

    public static Sha256 of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the digest has taken in so far; resets it, as {@link MessageDigest#digest()} does. */
    public static Sha256 finish(MessageDigest digest) {
        return wrap(digest.digest());
    }

    /** Takes 32 bytes as a digest; throws {@link IllegalArgumentException} for any other count. */
    public static Sha256 wrap(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length);
        }
        return new Sha256(bytes.clone());
    }

    /** Reads 64 lower-case hex digits; throws {@link IllegalArgumentException} for anything else. */
    public static Sha256 ofHex(String hex) {
        byte[] bytes = new byte[LENGTH];
        int wrong = hex.length() == 2 * LENGTH ? 0 : -1;
        for (int i = 0; i < LENGTH && wrong >= 0; i++) {
            int value = digit(hex.charAt(2 * i)) << 4 | digit(hex.charAt(2 * i + 1));
            bytes[i] = (byte) value;
            wrong |= value;
        }
        if (wrong < 0) {
            throw new IllegalArgumentException("not a SHA-256 in 64 lower-case hex digits: " + abbreviated(hex));
        }
        return new Sha256(bytes);
    }

    /** Negative for what is no lower-case hex digit. */
    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    private static String abbreviated(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(Sha256 other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
