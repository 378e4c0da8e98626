package org.unbroken.integrity.stamp;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;

/**
 * What {@link AlgorithmEnds} calls the algorithms that a token rests on. Any other is called by its object identifier,
 * which no policy holds to be good: no key that is not named here reaches the code that computes with it.
 */
final class AlgorithmNames {
    private static final int LONGEST_RSA = 8192;

    private static final Map<ASN1ObjectIdentifier, String> DIGESTS = Map.of(
            OIWObjectIdentifiers.idSHA1, "sha1",
            NISTObjectIdentifiers.id_sha256, "sha256",
            NISTObjectIdentifiers.id_sha384, "sha384",
            NISTObjectIdentifiers.id_sha512, "sha512",
            GMObjectIdentifiers.sm3, "sm3");

    private static final Map<ASN1ObjectIdentifier, String> CURVES = Map.of(
            SECObjectIdentifiers.secp256r1, "ec-256",
            SECObjectIdentifiers.secp384r1, "ec-384",
            SECObjectIdentifiers.secp521r1, "ec-521",
            TeleTrusTObjectIdentifiers.brainpoolP256r1, "ec-256",
            TeleTrusTObjectIdentifiers.brainpoolP384r1, "ec-384",
            TeleTrusTObjectIdentifiers.brainpoolP512r1, "ec-521",
            GMObjectIdentifiers.sm2p256v1, "sm2");

    private AlgorithmNames() {}

    static String digest(AlgorithmIdentifier identifier) {
        return DIGESTS.getOrDefault(
                identifier.getAlgorithm(), identifier.getAlgorithm().getId());
    }

    /** The digest within a signature algorithm; empty where the key's algorithm has its own. */
    static Optional<String> signatureDigest(AlgorithmIdentifier signature) {
        ASN1ObjectIdentifier oid = signature.getAlgorithm();
        if (oid.equals(EdECObjectIdentifiers.id_Ed25519) || oid.equals(EdECObjectIdentifiers.id_Ed448)) {
            return Optional.empty();
        }
        AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
        return Optional.of(digest == null ? oid.getId() : digest(digest));
    }

    static String key(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier oid = key.getAlgorithm().getAlgorithm();
        if (oid.equals(PKCSObjectIdentifiers.rsaEncryption) || oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return rsa(key);
        }
        if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)
                && key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve) {
            return CURVES.getOrDefault(curve, curve.getId());
        }
        if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return "ed25519";
        }
        return oid.equals(EdECObjectIdentifiers.id_Ed448) ? "ed448" : oid.getId();
    }

    private static String rsa(SubjectPublicKeyInfo key) {
        RSAPublicKey rsa;
        try {
            rsa = RSAPublicKey.getInstance(key.parsePublicKey());
        } catch (java.io.IOException | RuntimeException e) {
            throw new StampException("an RSA key in the time-stamp cannot be read: " + e.getMessage(), e);
        }
        int bits = rsa.getModulus().bitLength();
        if (bits > LONGEST_RSA || rsa.getPublicExponent().bitLength() > 64) {
            return "an RSA key of " + bits + " bits";
        }
        if (bits < 2048) {
            return "rsa-1024";
        }
        return bits < 3072 ? "rsa-2048" : bits < 4096 ? "rsa-3072" : "rsa-4096";
    }

    /** Those of a certificate's key, and of its issuer's signature, whose key comes with the issuer. */
    static Set<String> certificate(X509CertificateHolder certificate) {
        Set<String> names = new TreeSet<>();
        names.add(key(certificate.getSubjectPublicKeyInfo()));
        signatureDigest(certificate.getSignatureAlgorithm()).ifPresent(names::add);
        return names;
    }
}
