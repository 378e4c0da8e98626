package org.unbroken.ingest.console.pages;

import java.util.Optional;
import org.unbroken.ingest.console.http.SignInTarget;

/** The only page that strangers see. */
final class SignInPage {
    private SignInPage() {}

    static String of(String next, Optional<String> trouble) {
        return Layout.page(
                "Sign in",
                "",
                Optional.empty(),
                Markup.of(
                        """
                        <section class="sign-in">
                        <h1>Sign in</h1>
                        <p>What cameras recorded, kept unaltered from the moment it arrived, and proof of that.</p>
                        {}
                        <form method="post" action="/sign-in" class="panel">
                        <input type="hidden" name="next" value="{}">
                        <label for="token">Token</label>
                        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus spellcheck="false">
                        <button class="primary">Sign in</button>
                        <p class="hint">Tokens are issued with <code>./unbroken token issue</code>. What you view is entered in the custody log.</p>
                        </form>
                        </section>
                        """,
                        trouble.map(text -> Markup.of("<p class=\"notice bad\" role=\"alert\">{}</p>", text))
                                .orElse(Markup.EMPTY),
                        SignInTarget.orFront(next)));
    }
}
