package org.unbroken.integrity.stamp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.digests.SM3Digest;

/** The digests that may stand in imprints and hash trees. */
public enum StampDigest {
    SHA256("sha256", "SHA-256", NISTObjectIdentifiers.id_sha256, 32),
    SHA384("sha384", "SHA-384", NISTObjectIdentifiers.id_sha384, 48),
    SHA512("sha512", "SHA-512", NISTObjectIdentifiers.id_sha512, 64),
    SM3("sm3", "SM3", GMObjectIdentifiers.sm3, 32);

    private final String id;
    private final String javaName;
    private final String oid;
    private final int length;

    StampDigest(String id, String javaName, ASN1ObjectIdentifier oid, int length) {
        this.id = id;
        this.javaName = javaName;
        this.oid = oid.getId();
        this.length = length;
    }

    /** Its name in settings, in {@link AlgorithmEnds} and in messages. */
    public String id() {
        return id;
    }

    public int length() {
        return length;
    }

    ASN1ObjectIdentifier oid() {
        return new ASN1ObjectIdentifier(oid);
    }

    /** Without parameters: RFC 5754 section 2 asks for it to be made so, and for both forms to be understood. */
    AlgorithmIdentifier identifier() {
        return new AlgorithmIdentifier(oid());
    }

    public byte[] of(byte[]... parts) {
        if (this == SM3) {
            SM3Digest digest = new SM3Digest();
            for (byte[] part : parts) {
                digest.update(part, 0, part.length);
            }
            byte[] out = new byte[length];
            digest.doFinal(out, 0);
            return out;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(javaName);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + javaName, e);
        }
    }

    public static Optional<StampDigest> find(String id) {
        return Arrays.stream(values()).filter(digest -> digest.id.equals(id)).findFirst();
    }

    static StampDigest of(AlgorithmIdentifier identifier) {
        return Arrays.stream(values())
                .filter(digest -> digest.oid.equals(identifier.getAlgorithm().getId()))
                .findFirst()
                .orElseThrow(() ->
                        new StampException("digest algorithm " + identifier.getAlgorithm() + " is not used here"));
    }
}
