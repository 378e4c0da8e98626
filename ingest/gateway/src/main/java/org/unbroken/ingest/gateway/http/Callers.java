package org.unbroken.ingest.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.util.Optional;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.upload.Caller;
import org.unbroken.storage.access.Certificates;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Tokens;

/** Says who is calling, by bearer token (RFC 6750) or client certificate. Reads a small file: not for event loops. */
public final class Callers {
    private static final String BEARER = "bearer ";

    private final Tokens tokens;
    private final Optional<Certificates> certificates;

    public Callers(Tokens tokens, Optional<Certificates> certificates) {
        this.tokens = tokens;
        this.certificates = certificates;
    }

    Caller of(RequestHead head) throws IOException, RefusedException {
        Principal principal = principal(head).orElseThrow(Refusals::unauthenticated);
        if (!principal.role().may(Permission.UPLOAD)) {
            throw Refusals.role(principal.role().wire());
        }
        return Caller.of(principal);
    }

    private Optional<Principal> principal(RequestHead head) throws IOException, RefusedException {
        Optional<String> authorization = head.single(HttpHeaderNames.AUTHORIZATION.toString());
        if (authorization.isPresent()) {
            // A token that is given counts alone: one that was revoked does not live on by the certificate.
            String value = authorization.get();
            return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? tokens.authenticate(value.substring(BEARER.length()).strip())
                    : Optional.empty();
        }
        return head.certificate().isPresent() && certificates.isPresent()
                ? certificates.get().authenticate(head.certificate().get())
                : Optional.empty();
    }
}
