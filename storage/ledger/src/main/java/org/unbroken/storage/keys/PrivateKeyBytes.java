package org.unbroken.storage.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.SecretNoteKey;

/** A key's 32 secret bytes as PKCS #8 has them: RFC 8410 for Ed25519, RFC 9881 (the seed) for ML-DSA-44, RFC 5915 for SM2. */
final class PrivateKeyBytes {
    private static final int LENGTH = 32;
    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    private PrivateKeyBytes() {}

    static byte[] encode(SecretNoteKey key) throws IOException {
        DEROctetString secret = new DEROctetString(key.secret());
        PrivateKeyInfo info =
                switch (key.type()) {
                    case ED25519, ED25519_COSIGNATURE -> new PrivateKeyInfo(new AlgorithmIdentifier(ED25519), secret);
                    case ML_DSA_44_COSIGNATURE ->
                        new PrivateKeyInfo(
                                new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_44),
                                new DERTaggedObject(false, 0, secret));
                    case SM2_SM3 ->
                        new PrivateKeyInfo(
                                new AlgorithmIdentifier(
                                        X9ObjectIdentifiers.id_ecPublicKey, GMObjectIdentifiers.sm2p256v1),
                                new ECPrivateKey(LENGTH * 8, new BigInteger(1, key.secret())));
                    case UNKNOWN -> throw new IllegalArgumentException("a key of no type that signs here");
                };
        return info.getEncoded("DER");
    }

    /** Throws {@link IllegalArgumentException} or {@link IOException} when these are not the bytes of such a key. */
    static byte[] decode(KeyType type, byte[] der) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(der);
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        byte[] secret =
                switch (type) {
                    case ED25519, ED25519_COSIGNATURE -> {
                        require(algorithm.equals(ED25519));
                        yield ASN1OctetString.getInstance(info.parsePrivateKey())
                                .getOctets();
                    }
                    case ML_DSA_44_COSIGNATURE -> {
                        require(algorithm.equals(NISTObjectIdentifiers.id_ml_dsa_44));
                        yield ASN1OctetString.getInstance(ASN1TaggedObject.getInstance(info.parsePrivateKey()), false)
                                .getOctets();
                    }
                    case SM2_SM3 -> {
                        require(algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                                && GMObjectIdentifiers.sm2p256v1.equals(
                                        info.getPrivateKeyAlgorithm().getParameters()));
                        yield fixed(
                                ECPrivateKey.getInstance(info.parsePrivateKey()).getKey());
                    }
                    case UNKNOWN -> throw new IllegalArgumentException("a key of no type that signs here");
                };
        require(secret.length == LENGTH);
        return secret;
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[LENGTH];
        int length = Math.min(bytes.length, LENGTH);
        System.arraycopy(bytes, bytes.length - length, fixed, LENGTH - length, length);
        Arrays.fill(bytes, (byte) 0);
        return fixed;
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException("the private key is of another type than the verifier key above it");
        }
    }
}
