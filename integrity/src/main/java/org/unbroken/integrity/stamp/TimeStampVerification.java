package org.unbroken.integrity.stamp;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPUtil;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;

/**
 * Verifies a token (RFC 3161 section 2.4.2, RFC 5816): whether the authority that the certificates name had these bytes
 * before it at the token's time. All as of that time: what ended since does not matter to it, and is told in {@link
 * StampedTime}. What was taken back since matters as {@link RevocationCheck} says.
 */
public final class TimeStampVerification {
    private final TimeStamp stamp;
    private final TrustedAuthorities trusted;
    private final AlgorithmEnds ends;
    private final Optional<Instant> there;
    private final List<Check> checks = new ArrayList<>();
    private final Set<String> algorithms = new TreeSet<>();

    private TimeStampVerification(
            TimeStamp stamp, TrustedAuthorities trusted, AlgorithmEnds ends, Optional<Instant> there) {
        this.stamp = stamp;
        this.trusted = trusted;
        this.ends = ends;
        this.there = there;
    }

    /** Never throws for what the token's bytes are. */
    public static TimeStampVerdict verify(byte[] token, byte[] stampedBytes, TrustedAuthorities trusted) {
        return verify(token, stampedBytes, trusted, AlgorithmEnds.standard());
    }

    public static TimeStampVerdict verify(
            byte[] token, byte[] stampedBytes, TrustedAuthorities trusted, AlgorithmEnds ends) {
        TimeStamp stamp;
        try {
            stamp = TimeStamp.parse(token);
        } catch (StampException e) {
            return new TimeStampVerdict(
                    List.of(new Check("token", Outcome.FAILED, String.valueOf(e.getMessage()))), Optional.empty());
        }
        return verifyDigest(stamp, stamp.digest().of(stampedBytes), trusted, ends);
    }

    /** For a digest, in the token's own algorithm, that was stamped instead of bytes. */
    public static TimeStampVerdict verifyDigest(
            TimeStamp stamp, byte[] digest, TrustedAuthorities trusted, AlgorithmEnds ends) {
        return new TimeStampVerification(stamp, trusted, ends, Optional.empty()).run(digest);
    }

    /** As the other, of a token that another shows to have been there by then. */
    static TimeStampVerdict verifyDigest(
            TimeStamp stamp, byte[] digest, TrustedAuthorities trusted, AlgorithmEnds ends, Optional<Instant> there) {
        return new TimeStampVerification(stamp, trusted, ends, there).run(digest);
    }

    private TimeStampVerdict run(byte[] digest) {
        check("token", true, "an RFC 3161 token with serial number " + serial(), "");
        check(
                "imprint",
                MessageDigest.isEqual(digest, stamp.imprint()),
                "the stamped " + stamp.digest().id() + " is that of these bytes",
                "the stamped " + stamp.digest().id() + " is not that of these bytes: something else was stamped");
        Optional<X509CertificateHolder> certificate = stamp.signerCertificate(trusted.certificates());
        if (certificate.isEmpty()) {
            check("certificate", false, "", "the certificate that its signature names is neither in it nor trusted");
            return new TimeStampVerdict(checks, Optional.empty());
        }
        try {
            return signedBy(certificate.get());
        } catch (RuntimeException e) {
            check("certificate", false, "", "it cannot be worked with: " + e.getMessage());
            return new TimeStampVerdict(checks, Optional.empty());
        }
    }

    private TimeStampVerdict signedBy(X509CertificateHolder certificate) {
        SignerInformation signer = stamp.signer();
        algorithms.add(stamp.digest().id());
        algorithms.add(AlgorithmNames.digest(signer.getDigestAlgorithmID()));
        AlgorithmIdentifier encryption = signer.toASN1Structure().getDigestEncryptionAlgorithm();
        if (!encryption.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
                && !encryption.getAlgorithm().on(org.bouncycastle.asn1.x9.X9ObjectIdentifiers.id_publicKeyType)) {
            AlgorithmNames.signatureDigest(encryption).ifPresent(algorithms::add);
        }
        algorithms.add(AlgorithmNames.key(certificate.getSubjectPublicKeyInfo()));
        Optional<AuthorityChain> chain = Optional.empty();
        if (checkAlgorithms()) {
            checkCertificate(certificate);
            checkSignature(certificate, signer);
            chain = checkAuthority(certificate);
        }
        if (!trusted.policies().isEmpty()) {
            check(
                    "policy",
                    trusted.policies().contains(stamp.policy()),
                    "policy " + stamp.policy(),
                    "policy " + stamp.policy() + " is not one of " + String.join(" ", trusted.policies()));
        }
        return new TimeStampVerdict(checks, Optional.of(said(certificate, chain)));
    }

    private StampedTime said(X509CertificateHolder certificate, Optional<AuthorityChain> chain) {
        return new StampedTime(
                stamp.time(),
                stamp.accuracy(),
                certificate.getSubject().toString(),
                stamp.policy(),
                serial(),
                chain.map(AuthorityChain::until)
                        .orElse(certificate.getNotAfter().toInstant()),
                algorithms);
    }

    private boolean checkAlgorithms() {
        Optional<String> ended = ends.endedBy(stamp.time(), algorithms);
        check(
                "algorithms",
                ended.isEmpty(),
                String.join(" ", algorithms) + " were good at that time",
                ended.orElse("") + " was not, or no longer, good at " + stamp.time());
        return ended.isEmpty();
    }

    private void checkCertificate(X509CertificateHolder certificate) {
        String problem = "";
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (stamp.time().isBefore(from) || stamp.time().isAfter(until)) {
            problem = "it is valid from " + from + " to " + until + ", and the time-stamp is of " + stamp.time();
        } else if (!isNamed(certificate)) {
            problem = "the signed attributes name another certificate (ESSCertID)";
        } else {
            problem = purpose(certificate);
        }
        check(
                "certificate",
                problem.isEmpty(),
                certificate.getSubject() + ", for time-stamping alone, valid to " + until,
                certificate.getSubject() + ": " + problem);
    }

    /** RFC 5816 section 2.2.1: whose certificate it is must be signed, lest another with the same key be put there. */
    private boolean isNamed(X509CertificateHolder certificate) {
        byte[] der;
        try {
            der = certificate.getEncoded();
        } catch (IOException e) {
            throw new StampException("a certificate cannot be written: " + e.getMessage(), e);
        }
        Attribute second = attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (second != null) {
            ESSCertIDv2[] ids = SigningCertificateV2.getInstance(value(second)).getCerts();
            return ids.length > 0
                    && MessageDigest.isEqual(
                            StampDigest.of(ids[0].getHashAlgorithm()).of(der), ids[0].getCertHash());
        }
        Attribute first = attribute(PKCSObjectIdentifiers.id_aa_signingCertificate);
        if (first == null) {
            return false;
        }
        // RFC 3161 alone: SHA-1. What is used here is not that no two alike can be found, but that none like this can.
        ESSCertID[] ids = SigningCertificate.getInstance(value(first)).getCerts();
        return ids.length > 0 && MessageDigest.isEqual(sha1(der), ids[0].getCertHash());
    }

    private org.bouncycastle.asn1.cms.@org.jspecify.annotations.Nullable Attribute attribute(
            org.bouncycastle.asn1.ASN1ObjectIdentifier type) {
        return stamp.token().getSignedAttributes().get(type);
    }

    private static ASN1Encodable value(Attribute attribute) {
        if (attribute.getAttrValues().size() != 1) {
            throw new StampException("a signed attribute has not one value: " + attribute.getAttrType());
        }
        return attribute.getAttrValues().getObjectAt(0);
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + OIWObjectIdentifiers.idSHA1 + " (SHA-1)", e);
        }
    }

    /** RFC 3161 section 2.3: exactly one extended key usage, timeStamping, and critical. Empty if so. */
    private static String purpose(X509CertificateHolder certificate) {
        try {
            TSPUtil.validateCertificate(certificate);
        } catch (TSPException e) {
            return "not for time-stamping alone: " + e.getMessage();
        }
        Extension usage = certificate.getExtension(Extension.keyUsage);
        if (usage != null) {
            KeyUsage allowed = KeyUsage.getInstance(usage.getParsedValue());
            if (!allowed.hasUsages(KeyUsage.digitalSignature) && !allowed.hasUsages(KeyUsage.nonRepudiation)) {
                return "its key is not for signatures";
            }
        }
        return "";
    }

    private void checkSignature(X509CertificateHolder certificate, SignerInformation signer) {
        boolean valid;
        String why = "the signature is not that of this certificate's key over this token";
        try {
            valid = signer.verify(new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(AuthorityChain.PROVIDER)
                    .build(AuthorityChain.java(certificate).getPublicKey()));
        } catch (CMSException | OperatorCreationException | RuntimeException e) {
            valid = false;
            why += ": " + e.getMessage();
        }
        check("signature", valid, "by the certificate's key over the token", why);
    }

    private Optional<AuthorityChain> checkAuthority(X509CertificateHolder certificate) {
        if (trusted.isEmpty()) {
            checks.add(new Check(
                    "authority",
                    Outcome.UNKNOWN,
                    "no certificate was given to trust: that it was " + certificate.getSubject() + " is its own word"));
            return Optional.empty();
        }
        try {
            AuthorityChain chain = AuthorityChain.find(certificate, stamp.certificates(), trusted, stamp.time());
            algorithms.addAll(chain.algorithms());
            Optional<String> ended = ends.endedBy(stamp.time(), chain.algorithms());
            check(
                    "authority",
                    ended.isEmpty(),
                    "a trusted certificate vouches for it at " + stamp.time(),
                    ended.orElse("") + " in the chain to a trusted certificate was no longer good at " + stamp.time());
            RevocationCheck.of(chain.path(), trusted.certificates(), trusted.revocations(), stamp.time(), there)
                    .ifPresent(checks::add);
            return Optional.of(chain);
        } catch (StampException e) {
            check("authority", false, "", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private String serial() {
        return stamp.serialNumber().toString(16);
    }

    private void check(String name, boolean passed, String ifPassed, String ifFailed) {
        checks.add(new Check(name, passed ? Outcome.PASSED : Outcome.FAILED, passed ? ifPassed : ifFailed));
    }
}
