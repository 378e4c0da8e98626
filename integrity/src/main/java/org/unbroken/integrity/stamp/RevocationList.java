package org.unbroken.integrity.stamp;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Which certificates an authority of certificates has taken back (RFC 5280 section 5), as a file: nobody is asked. It is
 * believed for the sake of its signature, and not of whoever brings it. A delta of another list, and one that lists other
 * issuers' certificates, are refused: they say less than they seem to.
 */
public final class RevocationList {
    /** Of one list, and of all in a bundle together: large authorities' lists have some megabytes. */
    public static final int MAX_BYTES = 16 << 20;

    private static final int MOST = 100;
    /** RFC 3161 section 4, 1: unspecified, affiliation changed, superseded, out of operation. */
    private static final Set<Integer> KEY_STAYS_GOOD = Set.of(0, 3, 4, 5);

    private final X509CRLHolder list;

    /**
     * That a certificate was taken back.
     *
     * @param keyIsSuspect what it signed before is not to be believed either: its key was compromised, or nobody said that
     *     it was not
     */
    record Revoked(Instant at, boolean keyIsSuspect, String reason) {}

    private RevocationList(X509CRLHolder list) {
        this.list = list;
    }

    /** Lists in PEM, with anything between them, or one in DER. Throws {@link StampException}. */
    public static List<RevocationList> parse(byte[] file) {
        if (file.length > 0 && file[0] == 0x30) {
            return List.of(ofDer(file));
        }
        List<RevocationList> lists = inPem(file);
        if (lists.isEmpty()) {
            throw new StampException("no revocation list (-----BEGIN X509 CRL-----) is in it");
        }
        return lists;
    }

    /** Those among other things; none where there are none. */
    static List<RevocationList> inPem(byte[] file) {
        if (file.length > 2 * MAX_BYTES) {
            throw new StampException("revocation lists of " + file.length + " bytes; at most " + 2 * MAX_BYTES);
        }
        List<RevocationList> lists = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(new String(file, StandardCharsets.ISO_8859_1)))) {
            for (PemObject each = reader.readPemObject(); each != null; each = reader.readPemObject()) {
                if (!each.getType().equals("X509 CRL")) {
                    continue;
                }
                if (lists.size() == MOST) {
                    throw new StampException("more than " + MOST + " revocation lists in one file: split it");
                }
                lists.add(ofDer(each.getContent()));
            }
        } catch (StampException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new StampException("the revocation lists cannot be read as PEM: " + e.getMessage(), e);
        }
        return lists;
    }

    private static RevocationList ofDer(byte[] der) {
        X509CRLHolder list;
        try {
            // The densest entries have about five bytes an element. In memory elements count, and not bytes.
            int elements = der.length / 4 + 64;
            list = new X509CRLHolder(
                    CertificateList.getInstance(DerShape.parse(der, MAX_BYTES, elements, "a revocation list")));
            Extension point = list.getExtension(Extension.issuingDistributionPoint);
            if (list.getExtension(Extension.deltaCRLIndicator) != null) {
                throw new StampException("it only tells what changed since another list: get the whole one");
            }
            if (point != null
                    && IssuingDistributionPoint.getInstance(point.getParsedValue())
                            .isIndirectCRL()) {
                throw new StampException("it lists certificates of several issuers, and such lists are not read");
            }
        } catch (RuntimeException e) {
            throw e instanceof StampException known
                    ? known
                    : new StampException("a revocation list cannot be read: " + e.getMessage(), e);
        }
        return new RevocationList(list);
    }

    /** In DER. */
    public byte[] encoded() {
        try {
            return list.getEncoded();
        } catch (IOException e) {
            throw new StampException("a revocation list cannot be written: " + e.getMessage(), e);
        }
    }

    X500Name issuer() {
        return list.getIssuer();
    }

    /** When it was made: of what came later it says nothing. */
    Instant made() {
        return list.getThisUpdate().toInstant();
    }

    /** Whether its issuer, who this is, signed it, and may sign such lists. */
    boolean isSignedBy(X509CertificateHolder by) {
        Extension usage = by.getExtension(Extension.keyUsage);
        if (usage != null && !KeyUsage.getInstance(usage.getParsedValue()).hasUsages(KeyUsage.cRLSign)) {
            return false;
        }
        try {
            return list.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(AuthorityChain.PROVIDER)
                    .build(AuthorityChain.java(by)));
        } catch (CertException | OperatorCreationException | RuntimeException e) {
            return false;
        }
    }

    Optional<Revoked> find(BigInteger serialNumber) {
        X509CRLEntryHolder entry = list.getRevokedCertificate(serialNumber);
        if (entry == null) {
            return Optional.empty();
        }
        Extension reason = entry.getExtension(Extension.reasonCode);
        if (reason == null) {
            return Optional.of(suspect(entry, true, "no reason given"));
        }
        CRLReason code = CRLReason.getInstance(reason.getParsedValue());
        return Optional.of(suspect(
                entry,
                !KEY_STAYS_GOOD.contains(code.getValue().intValue()),
                code.toString().replaceFirst("^CRLReason: ", "")));
    }

    /** RFC 5280 section 5.3.2: since when the key is not to be trusted may lie before the day on which that was known. */
    private static Revoked suspect(X509CRLEntryHolder entry, boolean keyIsSuspect, String reason) {
        Instant revoked = entry.getRevocationDate().toInstant();
        Extension invalidity = entry.getExtension(Extension.invalidityDate);
        if (!keyIsSuspect || invalidity == null) {
            return new Revoked(revoked, keyIsSuspect, reason);
        }
        Instant since;
        try {
            since = ASN1GeneralizedTime.getInstance(invalidity.getParsedValue())
                    .getDate()
                    .toInstant();
        } catch (ParseException | RuntimeException e) {
            throw new StampException("a revocation list's invalidity date cannot be read: " + e.getMessage(), e);
        }
        return since.isBefore(revoked)
                ? new Revoked(since, true, reason + "; told on " + revoked + ", invalid since")
                : new Revoked(revoked, true, reason);
    }
}
