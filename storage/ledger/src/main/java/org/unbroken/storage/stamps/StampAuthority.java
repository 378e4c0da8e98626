package org.unbroken.storage.stamps;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.unbroken.integrity.stamp.StampDigest;
import org.unbroken.integrity.stamp.TrustedAuthorities;

/**
 * A time-stamping authority as it is configured.
 *
 * @param name in the names of objects and figures
 * @param url where it answers RFC 3161 over HTTP; asked nowhere else
 * @param trusted what its tokens are verified against before they are kept; with its policies, if any are wanted
 * @param policy the policy asked for, an object identifier
 * @param digest of what is sent
 * @param credentials a file with {@code user:password} in its first line, for HTTP's basic authentication; read each time
 */
public record StampAuthority(
        String name,
        URI url,
        TrustedAuthorities trusted,
        Optional<String> policy,
        StampDigest digest,
        Optional<Path> credentials) {
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    public StampAuthority {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an authority's name has 1 to 32 of a-z, 0-9 and -: " + name);
        }
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("not an address such as https://host/tsa: " + url);
        }
        if (trusted.isEmpty()) {
            throw new IllegalArgumentException("authority " + name + " has no trusted certificate");
        }
    }
}
