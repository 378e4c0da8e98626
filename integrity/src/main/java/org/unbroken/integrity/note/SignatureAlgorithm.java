package org.unbroken.integrity.note;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.SM2Signer;

/** The mathematics under a signature: bytes in, bytes out. What the bytes mean is {@link KeyType}'s. */
enum SignatureAlgorithm {
    /** RFC 8032. Secret: the seed. Deterministic. */
    ED25519(32, 64, 64) {
        @Override
        byte[] publicKey(byte[] secret) {
            return new Ed25519PrivateKeyParameters(secret, 0)
                    .generatePublicKey()
                    .getEncoded();
        }

        @Override
        Signer signer() {
            return new Ed25519Signer();
        }

        @Override
        CipherParameters forSigning(byte[] secret, SecureRandom random) {
            return new Ed25519PrivateKeyParameters(secret, 0);
        }

        @Override
        CipherParameters forVerifying(byte[] publicKey) {
            return new Ed25519PublicKeyParameters(publicKey, 0);
        }
    },
    /** FIPS 204, pure, with an empty context, hedged. Secret: the seed ξ. */
    ML_DSA_44(1312, 2420, 2420) {
        @Override
        byte[] publicKey(byte[] secret) {
            return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, secret).getPublicKey();
        }

        @Override
        Signer signer() {
            return new MLDSASigner();
        }

        @Override
        CipherParameters forSigning(byte[] secret, SecureRandom random) {
            return new ParametersWithRandom(new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, secret), random);
        }

        @Override
        CipherParameters forVerifying(byte[] publicKey) {
            return new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey);
        }
    },
    /**
     * GB/T 32918.2 with SM3 on the curve sm2p256v1, the signer's id 1234567812345678 (GM/T 0009). Secret: the number d, 32
     * bytes. Public key: 04 ‖ x ‖ y. Signature: DER of SEQUENCE {r, s}, in its one form, as OpenSSL writes it.
     */
    SM2_SM3(65, 8, 72) {
        @Override
        byte[] publicKey(byte[] secret) {
            return CURVE.getG().multiply(number(secret)).normalize().getEncoded(false);
        }

        @Override
        Signer signer() {
            return new SM2Signer();
        }

        @Override
        CipherParameters forSigning(byte[] secret, SecureRandom random) {
            return withId(new ParametersWithRandom(new ECPrivateKeyParameters(number(secret), CURVE), random));
        }

        @Override
        CipherParameters forVerifying(byte[] publicKey) {
            if (publicKey[0] != 0x04) {
                throw new IllegalArgumentException("an SM2 key is written uncompressed, 04 first");
            }
            return withId(new ECPublicKeyParameters(CURVE.getCurve().decodePoint(publicKey), CURVE));
        }
    };

    static final int SECRET_BYTES = 32;

    private static final ECDomainParameters CURVE = curve();
    private static final byte[] SIGNER_ID = {
        '1', '2', '3', '4', '5', '6', '7', '8', '1', '2', '3', '4', '5', '6', '7', '8'
    };

    private final int publicKeyBytes;
    private final int fewestBytes;
    private final int mostBytes;

    SignatureAlgorithm(int publicKeyBytes, int fewestBytes, int mostBytes) {
        this.publicKeyBytes = publicKeyBytes;
        this.fewestBytes = fewestBytes;
        this.mostBytes = mostBytes;
    }

    private static ECDomainParameters curve() {
        X9ECParameters curve = GMNamedCurves.getByName("sm2p256v1");
        return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }

    private static ParametersWithID withId(CipherParameters key) {
        return new ParametersWithID(key, SIGNER_ID);
    }

    private static BigInteger number(byte[] secret) {
        BigInteger d = new BigInteger(1, secret);
        if (d.signum() == 0 || d.compareTo(CURVE.getN().subtract(BigInteger.ONE)) >= 0) {
            throw new IllegalArgumentException("an SM2 secret is a number from 1 to n - 2");
        }
        return d;
    }

    int publicKeyBytes() {
        return publicKeyBytes;
    }

    /** Throws {@link IllegalArgumentException} when these bytes cannot be a secret key. */
    abstract byte[] publicKey(byte[] secret);

    abstract Signer signer();

    abstract CipherParameters forSigning(byte[] secret, SecureRandom random);

    abstract CipherParameters forVerifying(byte[] publicKey);

    /** Random bytes that can be a secret key. */
    byte[] generate(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        do {
            random.nextBytes(secret);
        } while (!usable(secret));
        return secret;
    }

    private boolean usable(byte[] secret) {
        try {
            publicKey(secret);
            return true;
        } catch (IllegalArgumentException outOfRange) {
            return false;
        }
    }

    byte[] sign(byte[] secret, byte[] message, SecureRandom random) {
        try {
            Signer signer = signer();
            signer.init(true, forSigning(secret, random));
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(this + " could not sign", e);
        }
    }

    /** False, never an error, for whatever is no signature of that key. */
    boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != publicKeyBytes || signature.length < fewestBytes || signature.length > mostBytes) {
            return false;
        }
        try {
            Signer verifier = signer();
            verifier.init(false, forVerifying(publicKey));
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(Arrays.copyOf(signature, signature.length));
        } catch (IllegalArgumentException notAPoint) {
            return false;
        }
    }
}
