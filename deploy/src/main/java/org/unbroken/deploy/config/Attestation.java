package org.unbroken.deploy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.unbroken.integrity.verify.TrustPolicy;

/**
 * With what the log signs beside its own key, who is asked to cosign, and whom a witness watches.
 *
 * @param sm3 whether files get an SM3 digest too
 * @param witnesses whose witness lines all have an address; {@link TrustPolicy#NONE} without any
 * @param witnessed whose log lines a witness goes by
 * @param witnessMonitoring whether a witness shows what it cosigned to anybody
 */
public record Attestation(
        Optional<Path> passphraseFile,
        Optional<KeyOnToken> token,
        boolean mlDsa,
        boolean sm2,
        boolean sm3,
        TrustPolicy witnesses,
        Duration interval,
        String witnessName,
        TrustPolicy witnessed,
        boolean witnessMonitoring) {}
