package org.unbroken.ingest.console.access;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Tokens;

/** Finds out who calls. What is given explicitly counts and nothing else: a bad token is not made good by a cookie. */
public final class Callers {
    private static final int LONGEST_TOKEN = 1024;

    private final Tokens tokens;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final CertificateHolders certificates;

    public Callers(Tokens tokens, Sessions sessions, SessionCookie cookie, CertificateHolders certificates) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.cookie = cookie;
        this.certificates = certificates;
    }

    public Optional<Caller> authenticate(Request request) throws IOException {
        String header = request.getHeaders().get("Authorization");
        if (header != null) {
            return ofBearer(header).map(principal -> new Caller(principal, false));
        }
        Optional<String> session = cookie.read(request).flatMap(sessions::token);
        if (session.isPresent()) {
            return ofToken(session.get()).map(principal -> new Caller(principal, true));
        }
        Optional<X509Certificate> certificate = certificate(request);
        return certificate.isEmpty()
                ? Optional.empty()
                : certificates.authenticate(certificate.get()).map(principal -> new Caller(principal, true));
    }

    private Optional<Principal> ofBearer(String header) throws IOException {
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        return ofToken(header.substring(7).strip());
    }

    /** Whose token this is; empty for what cannot be one. */
    public Optional<Principal> ofToken(String token) throws IOException {
        if (token.isEmpty() || token.length() > LONGEST_TOKEN || !token.matches("[\\x21-\\x7e]+")) {
            return Optional.empty();
        }
        return tokens.authenticate(token);
    }

    private static Optional<X509Certificate> certificate(Request request) {
        if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData tls
                && tls.peerCertificates() != null
                && tls.peerCertificates().length > 0) {
            return Optional.of(tls.peerCertificates()[0]);
        }
        return Optional.empty();
    }
}
