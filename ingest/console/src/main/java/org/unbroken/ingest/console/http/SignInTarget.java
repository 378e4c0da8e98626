package org.unbroken.ingest.console.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Where a browser goes on to after signing in: a page of this server, and never an address that a link brought. */
public final class SignInTarget {
    private static final Pattern OURS =
            Pattern.compile("/(recordings(/[a-z0-9-]{36})?)?(\\?[A-Za-z0-9._~%&=:+-]{0,500})?");

    private SignInTarget() {}

    /** The target if it is one of ours, and otherwise the front page. */
    public static String orFront(String target) {
        return OURS.matcher(target).matches() ? target : "/";
    }

    /** {@code ?next=…} for the sign-in page; empty where it would lead to the front page anyway. */
    static String query(String target) {
        String safe = orFront(target);
        return safe.equals("/") ? "" : "?next=" + URLEncoder.encode(safe, StandardCharsets.UTF_8);
    }
}
