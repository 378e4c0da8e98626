package org.unbroken.deploy.config;

import java.nio.file.Path;
import java.util.Optional;

/** PEM files of one door. {@code clientAuthorities}: whose client certificates are accepted; empty: none is asked for. */
public record Tls(Path certificate, Path key, Optional<Path> clientAuthorities) {}
