package org.unbroken.deploy.config;

import java.util.Locale;
import java.util.Optional;

/** Where to listen. {@code port} 0 takes a free one; without {@code tls} it is plain HTTP. */
public record Door(String host, int port, Optional<Tls> tls) {
    public Door {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host is needed");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + ": 0 to 65535");
        }
    }

    /** Whether only this machine reaches it. Decided by the text: no name is looked up before settings are checked. */
    public boolean loopback() {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("[::1]")
                || name.matches("127(\\.[0-9]+){3}");
    }

    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }
}
