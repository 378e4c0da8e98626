package org.unbroken.integrity.stamp;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * The certificates from a time-stamping authority's up to one that is trusted, valid (RFC 5280 section 6) at one time.
 *
 * <p>Whether one was revoked {@link RevocationCheck} tells, by the lists that are there. Bouncy Castle's
 * validation and not the JDK's, which refuses algorithms by the date on which the check is made, and knows no SM2.
 *
 * @param until the first end among them, that of the trusted one not counted: it is trusted by itself
 * @param path from the authority's to the trusted one; of one that is trusted itself, to its issuer where that is too
 */
record AuthorityChain(Instant until, Set<String> algorithms, List<X509CertificateHolder> path) {
    static final Provider PROVIDER = new BouncyCastleProvider();

    /** An authority's, and two more between it and a trusted one: more are not met, and cost time to try. */
    private static final int MOST_BETWEEN = 3;

    /** Throws {@link StampException} that says why there is none. */
    static AuthorityChain find(
            X509CertificateHolder signer, List<X509CertificateHolder> offered, TrustedAuthorities trusted, Instant at) {
        if (trusted.certificates().contains(signer)) {
            // Trusted by itself. Its issuer, where trusted too, may still have taken it back.
            List<X509CertificateHolder> path = new ArrayList<>(List.of(signer));
            trusted.certificates().stream()
                    .filter(each -> isIssuer(each, signer))
                    .findFirst()
                    .ifPresent(path::add);
            return new AuthorityChain(
                    signer.getNotAfter().toInstant(), AlgorithmNames.certificate(signer), List.copyOf(path));
        }
        try {
            Set<TrustAnchor> anchors = trusted.certificates().stream()
                    .map(each -> new TrustAnchor(java(each), null))
                    .collect(Collectors.toSet());
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(java(signer));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(usable(signer, offered))));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            parameters.setMaxPathLength(MOST_BETWEEN);
            PKIXCertPathBuilderResult found = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX", PROVIDER).build(parameters);
            return of(found);
        } catch (GeneralSecurityException | RuntimeException e) {
            if (e instanceof StampException known) {
                throw known;
            }
            throw new StampException("no chain to a trusted certificate that was valid at " + at + ": " + reason(e), e);
        }
    }

    private static boolean isIssuer(X509CertificateHolder issuer, X509CertificateHolder signer) {
        if (issuer.equals(signer) || !issuer.getSubject().equals(signer.getIssuer())) {
            return false;
        }
        try {
            return signer.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(java(issuer)));
        } catch (CertException | OperatorCreationException | RuntimeException e) {
            return false;
        }
    }

    /** Only keys of known algorithms and lengths are computed with. */
    private static List<X509Certificate> usable(X509CertificateHolder signer, List<X509CertificateHolder> offered) {
        List<X509Certificate> usable = new ArrayList<>();
        usable.add(java(signer));
        AlgorithmEnds known = AlgorithmEnds.standard();
        for (X509CertificateHolder each : offered) {
            if (!each.equals(signer) && known.ends().containsKey(AlgorithmNames.key(each.getSubjectPublicKeyInfo()))) {
                usable.add(java(each));
            }
        }
        return usable;
    }

    private static AuthorityChain of(PKIXCertPathBuilderResult found) throws GeneralSecurityException {
        Instant until = AlgorithmEnds.NEVER;
        Set<String> algorithms = new TreeSet<>();
        List<X509CertificateHolder> path = new ArrayList<>();
        for (java.security.cert.Certificate each : found.getCertPath().getCertificates()) {
            X509CertificateHolder holder = new JcaX509CertificateHolder((X509Certificate) each);
            path.add(holder);
            Instant end = holder.getNotAfter().toInstant();
            until = end.isBefore(until) ? end : until;
            algorithms.addAll(AlgorithmNames.certificate(holder));
        }
        X509Certificate anchor = found.getTrustAnchor().getTrustedCert();
        X509CertificateHolder top = new JcaX509CertificateHolder(anchor);
        algorithms.add(AlgorithmNames.key(top.getSubjectPublicKeyInfo()));
        path.add(top);
        return new AuthorityChain(until, algorithms, List.copyOf(path));
    }

    static X509Certificate java(X509CertificateHolder holder) {
        try {
            return new JcaX509CertificateConverter().setProvider(PROVIDER).getCertificate(holder);
        } catch (GeneralSecurityException e) {
            throw new StampException("a certificate cannot be read: " + e.getMessage(), e);
        }
    }

    /** The innermost message: the outer ones only say that nothing was found. */
    private static String reason(Throwable e) {
        Throwable innermost = e;
        for (int i = 0; i < 8 && innermost.getCause() != null; i++) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
