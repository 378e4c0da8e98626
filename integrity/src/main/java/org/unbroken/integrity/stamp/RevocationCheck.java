package org.unbroken.integrity.stamp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.unbroken.integrity.stamp.RevocationList.Revoked;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;

/**
 * Whether an authority's certificate, or one between it and the trusted one, had been taken back (RFC 3161 section 4):
 *
 * <pre>
 * taken back before the token was made                                      the token is nothing
 * taken back later, its key sound (0, 3, 4, 5 as the reason)                as good as before, with a note
 * taken back later, its key compromised, or no reason given                 nothing, unless a later time-stamp shows that
 *                                                                           the token was there before that day
 * </pre>
 *
 * A list says nothing of what came after it was made.
 */
final class RevocationCheck {
    private final List<X509CertificateHolder> trusted;
    private final List<RevocationList> lists;
    private final Instant made;
    private final Instant there;
    private final List<String> troubles = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private RevocationCheck(
            List<X509CertificateHolder> trusted, List<RevocationList> lists, Instant made, Instant there) {
        this.trusted = trusted;
        this.lists = lists;
        this.made = made;
        this.there = there;
    }

    /**
     * Empty where no list is of an issuer in the path.
     *
     * @param path from the authority's certificate to the trusted one
     * @param trusted an issuer may have had several keys under one name. Only of those that the asker brought: what a token
     *     carries is its maker's choice, who may have signed a list of his own with it
     * @param made when the token was made, by itself
     * @param there by when it is known otherwise to have been there
     */
    static Optional<Check> of(
            List<X509CertificateHolder> path,
            List<X509CertificateHolder> trusted,
            List<RevocationList> lists,
            Instant made,
            Optional<Instant> there) {
        RevocationCheck check = new RevocationCheck(trusted, lists, made, there.orElse(Instant.MAX));
        if (path.size() == 1 && !lists.isEmpty()) {
            check.notes.add("no list was used: " + path.get(0).getSubject()
                    + " is trusted by itself, and its issuer's certificate is not among the trusted");
        }
        for (int i = 0; i + 1 < path.size(); i++) {
            check.certificate(path.get(i), path.get(i + 1));
        }
        return check.outcome();
    }

    private void certificate(X509CertificateHolder certificate, X509CertificateHolder issuer) {
        for (RevocationList list : lists) {
            if (!list.issuer().equals(issuer.getSubject())) {
                continue;
            }
            if (!list.isSignedBy(issuer)) {
                if (isOfAnotherKey(list)) {
                    notes.add("the list of " + list.made() + " in the name of " + issuer.getSubject()
                            + " is signed by another trusted key of that name: nothing is taken from it about "
                            + certificate.getSubject());
                    continue;
                }
                troubles.add("the revocation list of " + issuer.getSubject()
                        + " is not signed by its key, or that key is not for such lists");
                continue;
            }
            list.find(certificate.getSerialNumber())
                    .ifPresentOrElse(
                            revoked -> revoked(certificate, revoked),
                            () -> notes.add(certificate.getSubject() + " is not in the list of " + list.made()
                                    + (list.made().isBefore(made) ? ", which is older than the time-stamp" : "")));
        }
    }

    private boolean isOfAnotherKey(RevocationList list) {
        return trusted.stream()
                .filter(each -> each.getSubject().equals(list.issuer()))
                .anyMatch(list::isSignedBy);
    }

    private void revoked(X509CertificateHolder certificate, Revoked revoked) {
        String said = certificate.getSubject() + " was revoked at " + revoked.at() + " (" + revoked.reason() + ")";
        if (!made.isBefore(revoked.at())) {
            troubles.add(said + ", before the time-stamp of " + made);
        } else if (!revoked.keyIsSuspect()) {
            notes.add(said + ", after this time-stamp, which stays good");
        } else if (there.isBefore(revoked.at())) {
            notes.add(said + ", and a later time-stamp shows that this one was there by " + there);
        } else {
            troubles.add(said + ": with its key others could have made this time-stamp of " + made
                    + " later (RFC 3161 section 4)");
        }
    }

    private Optional<Check> outcome() {
        if (!troubles.isEmpty()) {
            return Optional.of(new Check("revocation", Outcome.FAILED, String.join("; ", troubles)));
        }
        return notes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Check("revocation", Outcome.PASSED, String.join("; ", notes)));
    }
}
