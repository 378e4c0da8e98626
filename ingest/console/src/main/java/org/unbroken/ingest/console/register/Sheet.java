package org.unbroken.ingest.console.register;

import org.unbroken.ingest.console.pages.Markup;

/** A page made to be printed: it brings its own style, and needs nothing else from the server. */
final class Sheet {
    private Sheet() {}

    static String of(String title, Markup body) {
        return Markup.of(
                        """
                        <!doctype html>
                        <html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title>
                        <link rel="stylesheet" href="/assets/sheet.css"></head>
                        <body class="sheet"><h1>{}</h1>
                        {}
                        </body></html>
                        """,
                        title,
                        title,
                        body)
                .html();
    }
}
