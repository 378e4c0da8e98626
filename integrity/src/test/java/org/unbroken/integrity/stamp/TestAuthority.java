package org.unbroken.integrity.stamp;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/** An authority of Bouncy Castle's, in memory, which stamps with any time, and breaks rules where it is told to. */
public final class TestAuthority {
    public static final String POLICY = "1.2.3.4.1";

    private static final String[] DIGESTS = {
        "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3", "1.2.156.10197.1.401"
    };

    private final Rules rules;
    private final KeyPair caKey;
    private final KeyPair key;
    private final X509CertificateHolder ca;
    private final X509CertificateHolder certificate;
    private final List<X509CertificateHolder> carried = new ArrayList<>();
    private int serial;

    /** How this authority is. */
    public record Rules(
            String algorithm, String signature, Instant from, Instant until, boolean critical, boolean forStamps) {
        public static Rules good(Instant from, Instant until) {
            return new Rules("ec", "SHA256withECDSA", from, until, true, true);
        }

        public Rules with(String otherAlgorithm, String otherSignature) {
            return new Rules(otherAlgorithm, otherSignature, from, until, critical, forStamps);
        }

        public Rules notCritical() {
            return new Rules(algorithm, signature, from, until, false, forStamps);
        }

        public Rules notForStamps() {
            return new Rules(algorithm, signature, from, until, critical, false);
        }
    }

    public TestAuthority(Rules rules) {
        this.rules = rules;
        try {
            caKey = pair("ec");
            key = pair(rules.algorithm());
            ca = authority();
            certificate = signer();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestAuthority good(Instant from, Duration life) {
        return new TestAuthority(Rules.good(from, from.plus(life)));
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        if (algorithm.startsWith("rsa-")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", AuthorityChain.PROVIDER);
            generator.initialize(Integer.parseInt(algorithm.substring(4)));
            return generator.generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", AuthorityChain.PROVIDER);
        generator.initialize(new ECGenParameterSpec(algorithm.equals("sm2") ? "sm2p256v1" : "P-256"));
        return generator.generateKeyPair();
    }

    private X509CertificateHolder authority() throws Exception {
        X509v3CertificateBuilder builder =
                builder("CN=Test CA", caKey, 1, rules.until().plus(Duration.ofDays(3650)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return builder.build(contentSigner("SHA256withECDSA", caKey));
    }

    private X509CertificateHolder signer() throws Exception {
        X509v3CertificateBuilder builder = builder("CN=Test TSA", key, 2, rules.until());
        builder.addExtension(
                Extension.extendedKeyUsage,
                rules.critical(),
                new ExtendedKeyUsage(
                        rules.forStamps() ? KeyPurposeId.id_kp_timeStamping : KeyPurposeId.id_kp_emailProtection));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        return builder.build(contentSigner("SHA256withECDSA", caKey));
    }

    private X509v3CertificateBuilder builder(String subject, KeyPair pair, int number, Instant until) {
        return new JcaX509v3CertificateBuilder(
                new X500Name("CN=Test CA"),
                BigInteger.valueOf(number),
                Date.from(rules.from()),
                Date.from(until),
                new X500Name(subject),
                pair.getPublic());
    }

    private static ContentSigner contentSigner(String algorithm, KeyPair pair) throws Exception {
        return new JcaContentSignerBuilder(algorithm)
                .setProvider(AuthorityChain.PROVIDER)
                .build(pair.getPrivate());
    }

    public TrustedAuthorities trusted() {
        return new TrustedAuthorities(List.of(ca), Set.of());
    }

    /** Its issuer's. */
    public X509CertificateHolder issuer() {
        return ca;
    }

    /** From now on its tokens have this certificate in them too. */
    public void carry(X509CertificateHolder more) {
        carried.add(more);
    }

    /** Its issuer's list as {@link #revoked(Instant, Instant, int)}, of a certificate that was not to be trusted since. */
    public RevocationList revoked(Instant made, Instant at, int reason, Instant invalidSince) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name("CN=Test CA"), Date.from(made));
            builder.addCRLEntry(BigInteger.TWO, Date.from(at), reason, Date.from(invalidSince));
            return RevocationList.parse(builder.build(contentSigner("SHA256withECDSA", caKey))
                            .getEncoded())
                    .get(0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its issuer's list, made then, with this authority's certificate as taken back at that time for that reason. */
    public RevocationList revoked(Instant made, Instant at, int reason) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name("CN=Test CA"), Date.from(made));
            builder.addCRLEntry(BigInteger.TWO, Date.from(at), reason);
            return RevocationList.parse(builder.build(contentSigner("SHA256withECDSA", caKey))
                            .getEncoded())
                    .get(0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its issuer's list, made then, of so many others' certificates. */
    public RevocationList longList(Instant made, int entries) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name("CN=Test CA"), Date.from(made));
            Date at = Date.from(made);
            for (int i = 0; i < entries; i++) {
                builder.addCRLEntry(BigInteger.ONE.shiftLeft(100).add(BigInteger.valueOf(i)), at, 0);
            }
            return RevocationList.parse(builder.build(contentSigner("SHA256withECDSA", caKey))
                            .getEncoded())
                    .get(0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public X509CertificateHolder certificate() {
        return certificate;
    }

    /** The whole answer to a query, at this time. */
    public byte[] reply(byte[] query, Instant at) {
        return reply(query, at, certificate);
    }

    /** @param signed the certificate that the token names and holds */
    byte[] reply(byte[] query, Instant at, X509CertificateHolder signed) {
        try {
            TimeStampTokenGenerator generator = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder()
                            .setProvider(AuthorityChain.PROVIDER)
                            .build(rules.signature(), key.getPrivate(), signed),
                    new JcaDigestCalculatorProviderBuilder()
                            .setProvider(AuthorityChain.PROVIDER)
                            .build()
                            .get(new AlgorithmIdentifier(new ASN1ObjectIdentifier(DIGESTS[0]))),
                    new ASN1ObjectIdentifier(POLICY));
            generator.setAccuracySeconds(1);
            List<X509CertificateHolder> with = new ArrayList<>(List.of(signed, ca));
            with.addAll(carried);
            generator.addCertificates(new CollectionStore<>(with));
            TimeStampResponseGenerator responses = new TimeStampResponseGenerator(generator, Set.of(DIGESTS));
            return responses
                    .generateGrantedResponse(new TimeStampRequest(query), BigInteger.valueOf(++serial), Date.from(at))
                    .getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token over these bytes. */
    public TimeStamp stamp(byte[] bytes, StampDigest digest, Instant at) {
        org.unbroken.integrity.stamp.TimeStampRequest request = org.unbroken.integrity.stamp.TimeStampRequest.over(
                bytes, digest, BigInteger.valueOf(1 + serial), java.util.Optional.empty());
        return request.token(reply(request.encoded(), at));
    }

    /** The same statement signed by this authority, whose certificate a generator of tokens would refuse. */
    byte[] signedAnyway(TimeStamp statement) {
        try {
            byte[] hash = StampDigest.SHA256.of(certificate.getEncoded());
            Attribute names = new Attribute(
                    PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                    new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash))));
            JcaSimpleSignerInfoGeneratorBuilder builder = new JcaSimpleSignerInfoGeneratorBuilder();
            builder.setProvider(AuthorityChain.PROVIDER);
            builder.setSignedAttributeGenerator(
                    new DefaultSignedAttributeTableGenerator(new AttributeTable(new DERSet(names))));
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(builder.build(rules.signature(), key.getPrivate(), certificate));
            generator.addCertificates(new CollectionStore<>(new ArrayList<>(List.of(certificate, ca))));
            return generator
                    .generate(
                            new CMSProcessableByteArray(
                                    PKCSObjectIdentifiers.id_ct_TSTInfo,
                                    statement.token().getTimeStampInfo().getEncoded()),
                            true)
                    .toASN1Structure()
                    .getEncoded("DER");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
