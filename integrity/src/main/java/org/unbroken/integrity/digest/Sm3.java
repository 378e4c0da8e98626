package org.unbroken.integrity.digest;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.bouncycastle.jcajce.provider.digest.SM3;

/** SM3 (GB/T 32905), beside SHA-256 where national algorithms are asked for. Several times slower than SHA-256. */
public final class Sm3 {
    private Sm3() {}

    public static MessageDigest newDigest() {
        return new SM3.Digest();
    }

    /** What the digest has taken in so far, in 64 lower-case hex digits; resets it. */
    public static String finish(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
