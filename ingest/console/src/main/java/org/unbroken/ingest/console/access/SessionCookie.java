package org.unbroken.ingest.console.access;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;

/**
 * The cookie that carries a session's id. Scripts cannot read it, and no other site's page can have it sent. Under HTTPS
 * its name has the {@code __Host-} prefix: then no neighbouring host can plant one.
 */
public record SessionCookie(boolean secure, Duration longest) {

    public String name() {
        return secure ? "__Host-unbroken_session" : "unbroken_session";
    }

    public Optional<String> read(Request request) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(name()))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** The {@code Set-Cookie} value for a new session. */
    public String set(String sessionId) {
        return name() + "=" + sessionId + "; Path=/; Max-Age=" + longest.toSeconds() + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    /** The {@code Set-Cookie} value that takes it away. */
    public String clear() {
        return name() + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }
}
