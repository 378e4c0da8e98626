package org.unbroken.ingest.console.pages;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * HTML that is safe to send. It is made only from templates in this program's source; whatever is put into one is
 * escaped, for text and for quoted attributes alike, unless it is itself Markup. Names that cameras and clients gave
 * cannot get past this, since there is no other way to make a page.
 */
public record Markup(String html) {
    public static final Markup EMPTY = new Markup("");

    /** Puts each part in place of the next {@code {}}. The template is always a literal. */
    public static Markup of(String template, Object... parts) {
        StringBuilder html = new StringBuilder(template.length() + 64);
        Iterator<Object> next = List.of(parts).iterator();
        int from = 0;
        for (int at = template.indexOf("{}"); at >= 0; at = template.indexOf("{}", from)) {
            html.append(template, from, at);
            Object part = next.next();
            html.append(part instanceof Markup markup ? markup.html : escape(part.toString()));
            from = at + 2;
        }
        if (next.hasNext()) {
            throw new IllegalArgumentException("more parts than places: " + template);
        }
        return new Markup(html.append(template, from, template.length()).toString());
    }

    public static Collector<Markup, ?, Markup> joined() {
        return Collectors.collectingAndThen(Collectors.mapping(Markup::html, Collectors.joining("\n")), Markup::new);
    }

    private static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(isVisible(c) ? c : '\ufffd');
            }
        }
        return safe.toString();
    }

    /** Controls, and the marks that turn writing direction around, by which a name could dress up as another. */
    private static boolean isVisible(char c) {
        boolean turns =
                (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069') || c == '\u200e' || c == '\u200f';
        return !turns && (c == '\n' || c == '\t' || !Character.isISOControl(c));
    }
}
