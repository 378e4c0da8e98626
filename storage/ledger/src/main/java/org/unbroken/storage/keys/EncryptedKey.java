package org.unbroken.storage.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.generators.SCrypt;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.integrity.note.VerifierKey;

/**
 * A secret key under a passphrase: PKCS #8 in PEM, PBES2 with scrypt (RFC 7914) and AES-256-CBC, with the verifier key on
 * the line before it, which says name and type. {@code openssl pkey -in FILE} reads the key.
 *
 * <pre>
 * name+id+base64(type ‖ public key)
 * -----BEGIN ENCRYPTED PRIVATE KEY-----
 * base64, 64 characters a line
 * -----END ENCRYPTED PRIVATE KEY-----
 * </pre>
 *
 * The encryption alone does not notice an altered file; that the decrypted key is the verifier key's does.
 */
final class EncryptedKey {
    static final String BEGIN = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    private static final String END = "-----END ENCRYPTED PRIVATE KEY-----";
    private static final ASN1ObjectIdentifier SCRYPT = new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

    /** 16 MiB and some 50 ms a try: the most that OpenSSL reads. */
    private static final int COST = 1 << 14;

    private static final int BLOCK = 8;
    /** What a file may ask for: 1 GiB. */
    private static final int LARGEST_COST = 1 << 20;

    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private EncryptedKey() {}

    static String write(SecretNoteKey key, Passphrase passphrase, SecureRandom random) throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        byte[] vector = new byte[16];
        random.nextBytes(salt);
        random.nextBytes(vector);
        byte[] secret = SCrypt.generate(passphrase.bytes(), salt, COST, BLOCK, 1, KEY_BYTES);
        byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, secret, vector, PrivateKeyBytes.encode(key));
        ASN1EncodableVector scrypt = new ASN1EncodableVector();
        scrypt.add(new DEROctetString(salt));
        for (int number : new int[] {COST, BLOCK, 1}) {
            scrypt.add(new ASN1Integer(number));
        }
        PBES2Parameters parameters = new PBES2Parameters(
                new KeyDerivationFunc(SCRYPT, new DERSequence(scrypt)),
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(vector)));
        byte[] der = new EncryptedPrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), encrypted)
                .getEncoded("DER");
        return key.verifierKey().text() + "\n" + BEGIN + "\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n" + END + "\n";
    }

    /** Throws {@link IOException} that says what is wrong and never shows the secret. */
    static SecretNoteKey read(String text, Passphrase passphrase) throws IOException {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("it is not an encrypted key");
        }
        try {
            VerifierKey expected = new VerifierKey(text.substring(0, begin).strip());
            EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(
                    Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
            byte[] secret = PrivateKeyBytes.decode(expected.keyType(), decrypt(info, passphrase));
            SecretNoteKey key = new SecretNoteKey(expected.keyType(), expected.name(), secret);
            if (!key.verifierKey().equals(expected)) {
                throw new IOException("the key in it is not that of the verifier key above it");
            }
            return key;
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IOException("it cannot be read: the passphrase is wrong, or the file damaged", e);
        }
    }

    private static byte[] decrypt(EncryptedPrivateKeyInfo info, Passphrase passphrase) throws IOException {
        if (!info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            throw new IOException("it is encrypted by another scheme than PBES2");
        }
        PBES2Parameters parameters =
                PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
        KeyDerivationFunc derivation = parameters.getKeyDerivationFunc();
        EncryptionScheme scheme = parameters.getEncryptionScheme();
        if (!derivation.getAlgorithm().equals(SCRYPT)
                || !scheme.getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_CBC)) {
            throw new IOException("it is encrypted by another scheme than scrypt and AES-256-CBC:"
                    + " openssl pkcs8 -topk8 -scrypt writes that");
        }
        ASN1Sequence scrypt = ASN1Sequence.getInstance(derivation.getParameters());
        int cost = number(scrypt, 1);
        int block = number(scrypt, 2);
        int parallel = number(scrypt, 3);
        if (cost > LARGEST_COST || (long) cost * block > (long) LARGEST_COST * BLOCK || parallel > 16) {
            throw new IOException("its passphrase would take too much memory or time: N = " + cost + ", r = " + block
                    + ", p = " + parallel);
        }
        byte[] salt = ASN1OctetString.getInstance(scrypt.getObjectAt(0)).getOctets();
        byte[] secret = SCrypt.generate(passphrase.bytes(), salt, cost, block, parallel, KEY_BYTES);
        byte[] vector = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
        return cipher(Cipher.DECRYPT_MODE, secret, vector, info.getEncryptedData());
    }

    private static int number(ASN1Sequence sequence, int index) {
        BigInteger value = ASN1Integer.getInstance(sequence.getObjectAt(index)).getPositiveValue();
        return value.bitLength() > 30 ? Integer.MAX_VALUE : value.intValueExact();
    }

    private static byte[] cipher(int mode, byte[] secret, byte[] vector, byte[] bytes) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, new SecretKeySpec(secret, "AES"), new IvParameterSpec(vector));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IOException("it cannot be decrypted: the passphrase is wrong, or the file damaged", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
