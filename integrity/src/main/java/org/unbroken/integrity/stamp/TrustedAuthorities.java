package org.unbroken.integrity.stamp;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The certificates that a verifier trusts to name time-stamping authorities: of authorities of certificates, or of a
 * time-stamping authority itself. They are brought by whoever asks, never by what is under test.
 *
 * @param policies the time-stamping policies (object identifiers) that are enough; empty: any
 * @param revocations lists of certificates that were taken back. They are believed for their signatures, wherever they come
 *     from; what no list names counts as not taken back
 */
public record TrustedAuthorities(
        List<X509CertificateHolder> certificates, Set<String> policies, List<RevocationList> revocations) {
    /** Trusts nobody: signatures can be checked, and not by whom they are. */
    public static final TrustedAuthorities NONE = new TrustedAuthorities(List.of(), Set.of());

    private static final int LONGEST = 2 * RevocationList.MAX_BYTES;
    private static final int LONGEST_CERTIFICATE = 4 << 20;
    private static final int MOST = 1000;
    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,18})){1,30}");

    public TrustedAuthorities {
        certificates = List.copyOf(certificates);
        policies = Set.copyOf(policies);
        revocations = List.copyOf(revocations);
        for (String policy : policies) {
            if (!isPolicy(policy)) {
                throw new StampException("not an object identifier: " + policy);
            }
        }
    }

    /** Without any revocation list. */
    public TrustedAuthorities(List<X509CertificateHolder> certificates, Set<String> policies) {
        this(certificates, policies, List.of());
    }

    public static boolean isPolicy(String text) {
        return OID.matcher(text).matches();
    }

    /**
     * Certificates in PEM, with revocation lists or anything else between them; or one in DER. Throws {@link
     * StampException}.
     */
    public static TrustedAuthorities parse(byte[] file) {
        if (file.length > LONGEST) {
            throw new StampException("trusted certificates of " + file.length + " bytes; at most " + LONGEST);
        }
        List<X509CertificateHolder> certificates = new ArrayList<>();
        List<RevocationList> revocations = List.of();
        if (file.length > 0 && file[0] == 0x30) {
            certificates.add(certificate(file));
        } else {
            pem(file, certificates);
            revocations = RevocationList.inPem(file);
        }
        if (certificates.isEmpty()) {
            throw new StampException("no certificate (-----BEGIN CERTIFICATE-----) is in it");
        }
        return new TrustedAuthorities(certificates, Set.of(), revocations);
    }

    private static void pem(byte[] file, List<X509CertificateHolder> certificates) {
        try (PemReader reader = new PemReader(new StringReader(new String(file, StandardCharsets.ISO_8859_1)))) {
            for (PemObject each = reader.readPemObject(); each != null; each = reader.readPemObject()) {
                if (!each.getType().equals("CERTIFICATE")) {
                    continue;
                }
                if (certificates.size() == MOST) {
                    throw new StampException("more than " + MOST + " certificates in one file");
                }
                certificates.add(certificate(each.getContent()));
            }
        } catch (IOException | RuntimeException e) {
            throw e instanceof StampException known
                    ? known
                    : new StampException("the certificates cannot be read as PEM: " + e.getMessage(), e);
        }
    }

    private static X509CertificateHolder certificate(byte[] der) {
        try {
            return new X509CertificateHolder(
                    Certificate.getInstance(DerShape.parse(der, LONGEST_CERTIFICATE, "a trusted certificate")));
        } catch (RuntimeException e) {
            throw e instanceof StampException known
                    ? known
                    : new StampException("a trusted certificate cannot be read: " + e.getMessage(), e);
        }
    }

    public TrustedAuthorities withPolicies(Set<String> enough) {
        return new TrustedAuthorities(certificates, enough, revocations);
    }

    /** The same with more revocation lists. */
    public TrustedAuthorities withRevocations(List<RevocationList> more) {
        List<RevocationList> all = new ArrayList<>(revocations);
        all.addAll(more);
        return new TrustedAuthorities(certificates, policies, all);
    }

    /** All that the two trust, under any policy that one of them takes. */
    public TrustedAuthorities and(TrustedAuthorities other) {
        List<X509CertificateHolder> all = new ArrayList<>(certificates);
        all.addAll(other.certificates);
        Set<String> either = new TreeSet<>(policies);
        either.addAll(other.policies);
        boolean any = policies.isEmpty() || other.policies.isEmpty();
        return new TrustedAuthorities(all, any ? Set.of() : either, revocations).withRevocations(other.revocations);
    }

    public boolean isEmpty() {
        return certificates.isEmpty();
    }
}
