package org.unbroken.ingest.console.access;

import java.net.URI;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that changes something comes from a page of this server. Asked for where the browser authenticates
 * by itself; SameSite=Strict keeps other sites' requests from carrying the cookie, and this holds where a browser does
 * not know that, for other ports of the same host, and for client certificates.
 */
public final class SameOrigin {
    private SameOrigin() {}

    /** False also when the browser says nothing about where the request comes from: every browser in use does. */
    public static boolean holds(HttpFields headers) {
        String site = headers.get("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = headers.get("Origin");
        String host = headers.get("Host");
        // Only host and port are compared: a proxy in front may have taken the TLS off.
        return origin != null && host != null && host.equalsIgnoreCase(authority(origin));
    }

    private static @Nullable String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? null : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
