package org.unbroken.ingest.console.pages;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.unbroken.ingest.console.access.Callers;
import org.unbroken.ingest.console.access.SameOrigin;
import org.unbroken.ingest.console.access.SessionCookie;
import org.unbroken.ingest.console.access.Sessions;
import org.unbroken.ingest.console.access.SignInLimit;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.ingest.console.http.SignInTarget;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Principal;

/** A token for a cookie. The token itself never goes back to the browser. */
public final class SignIn {
    private static final int FORM_BYTES = 8 << 10;

    private final Callers callers;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final SignInLimit limit;

    public SignIn(Callers callers, Sessions sessions, SessionCookie cookie, SignInLimit limit) {
        this.callers = callers;
        this.sessions = sessions;
        this.cookie = cookie;
        this.limit = limit;
    }

    public Answer page(Call call) {
        return Answer.html(200, SignInPage.of(call.query().find("next").orElse("/"), Optional.empty()));
    }

    /** The form's fields: {@code token}, {@code next}. */
    public Answer enter(Call call) throws IOException {
        // Else another site could sign its visitors in as somebody else, and watch what they do.
        if (!SameOrigin.holds(call.request().getHeaders())) {
            throw Problem.forbidden("the sign-in form was not sent from the sign-in page")
                    .exception();
        }
        SocketAddress from = call.request().getConnectionMetaData().getRemoteSocketAddress();
        long wait = limit.waitSeconds(from);
        if (wait > 0) {
            return Answer.html(
                            429,
                            SignInPage.of(
                                    "/", Optional.of("Too many failed attempts. Try again in " + wait + " seconds.")))
                    .with("Retry-After", Long.toString(wait));
        }
        // Each byte of the form, also one that the browser should not have left bare, is decoded or refused by Query.
        Query form = Query.parse(new String(call.body(FORM_BYTES), StandardCharsets.ISO_8859_1));
        String next = SignInTarget.orFront(form.find("next").orElse("/"));
        String token = form.find("token").orElse("").strip();
        Optional<Principal> principal = callers.ofToken(token);
        if (principal.isEmpty()) {
            limit.failed(from);
            return Answer.html(401, SignInPage.of(next, Optional.of("This token is unknown, revoked or expired.")))
                    .with("WWW-Authenticate", "Bearer realm=\"unbroken\"");
        }
        if (!principal.get().role().may(Permission.READ_RECORDINGS)) {
            return Answer.html(
                    403,
                    SignInPage.of(
                            next,
                            Optional.of(
                                    "This token has the role \u201c"
                                            + principal.get().role().wire()
                                            + "\u201d, which uploads and sees nothing here. Sign in with the token of a person.")));
        }
        return Answer.seeOther(next).with("Set-Cookie", cookie.set(sessions.open(token)));
    }

    public Answer leave(Call call) {
        if (!SameOrigin.holds(call.request().getHeaders())) {
            throw Problem.forbidden("signing out was not asked for by a page of this console")
                    .exception();
        }
        cookie.read(call.request()).ifPresent(sessions::close);
        return Answer.seeOther("/sign-in").with("Set-Cookie", cookie.clear());
    }
}
