package org.unbroken.ingest.console.register;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.pages.Markup;
import org.unbroken.integrity.digest.Sha256;

/**
 * A document made to be printed, and to be kept as a file: its style is in it, and it needs nothing from the server. The
 * answer's policy allows this one style by its digest (CSP 3, section 2.3.1), and nothing else at all.
 */
public final class Sheet {
    private static final String STYLE = style();
    private static final String POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(Sha256.of(STYLE).bytes())
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Sheet() {}

    private static String style() {
        try (InputStream in = Sheet.class.getResourceAsStream("/org/unbroken/ingest/console/sheet.css")) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: sheet.css is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String of(String title, Markup body) {
        return Markup.of(
                        """
                        <!doctype html>
                        <html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title>
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <style>{}</style></head>
                        <body class="sheet"><h1>{}</h1>
                        {}
                        </body></html>
                        """,
                        title,
                        new Markup(STYLE),
                        title,
                        body)
                .html();
    }

    /** As it goes out. */
    public static Answer answer(String sheet) {
        return Answer.html(200, sheet).with("Content-Security-Policy", POLICY);
    }
}
