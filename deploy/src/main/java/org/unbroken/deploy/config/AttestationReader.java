package org.unbroken.deploy.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.TrustedWitness;
import org.unbroken.storage.keys.TokenAddress;

/** The keys about signatures, cosignatures and witnesses. */
final class AttestationReader {
    private final SettingValues values;

    AttestationReader(SettingValues values) {
        this.values = values;
    }

    Attestation read() {
        TrustPolicy witnesses = policy(Setting.LOG_WITNESSES);
        for (TrustedWitness witness : witnesses.witnesses()) {
            if (witness.url().filter(AttestationReader::isAddress).isEmpty()) {
                values.problem(
                        Setting.LOG_WITNESSES,
                        "witness " + witness.name() + " has no address (http:// or https://) after its key");
            }
        }
        if (values.isGiven(Setting.LOG_WITNESSES) && witnesses.witnesses().isEmpty()) {
            values.problem(Setting.LOG_WITNESSES, "no witness line in it");
        }
        TrustPolicy witnessed = policy(Setting.WITNESS_LOGS);
        if (values.isGiven(Setting.WITNESS_LOGS) && witnessed.logs().isEmpty()) {
            values.problem(Setting.WITNESS_LOGS, "no log line in it");
        }
        return new Attestation(
                values.readable(Setting.LOG_PASSPHRASE_FILE),
                token(),
                values.flag(Setting.LOG_ML_DSA),
                values.flag(Setting.LOG_SM2),
                values.flag(Setting.DIGEST_SM3),
                witnesses,
                values.value(
                        Setting.LOG_ATTEST_INTERVAL,
                        Quantities::duration,
                        Duration.ofMinutes(1),
                        d -> d.toMillis() >= 100 && d.toDays() < 1,
                        "100ms to 24h"),
                values.matching(
                        Setting.WITNESS_NAME,
                        "[!-~&&[^+]]{0,200}",
                        "up to 200 printable ASCII characters without blanks and '+'"),
                witnessed,
                values.flag(Setting.WITNESS_MONITORING));
    }

    private Optional<KeyOnToken> token() {
        Optional<Path> module = values.readable(Setting.LOG_TOKEN_MODULE);
        Optional<Path> pin = values.readable(Setting.LOG_TOKEN_PIN_FILE);
        if (module.isEmpty()) {
            return Optional.empty();
        }
        if (pin.isEmpty()) {
            values.problem(Setting.LOG_TOKEN_PIN_FILE, "log.token.module needs it");
            return Optional.empty();
        }
        if (values.text(Setting.LOG_ORIGIN).isEmpty()) {
            values.problem(Setting.LOG_ORIGIN, "log.token.module needs it: a key on a token has no name");
        }
        try {
            TokenAddress address = new TokenAddress(
                    Path.of(values.text(Setting.LOG_TOKEN_TOOL)),
                    module.get(),
                    values.text(Setting.LOG_TOKEN_LABEL),
                    values.text(Setting.LOG_TOKEN_KEY_ID));
            return Optional.of(new KeyOnToken(address, pin.get()));
        } catch (IllegalArgumentException e) {
            values.problem(Setting.LOG_TOKEN_MODULE, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private TrustPolicy policy(Setting setting) {
        Optional<Path> file = values.readable(setting);
        if (file.isEmpty() || !Files.isReadable(file.get())) {
            return TrustPolicy.NONE;
        }
        try {
            return TrustPolicy.parse(Files.readString(file.get()));
        } catch (IOException | IllegalArgumentException e) {
            values.problem(setting, String.valueOf(e.getMessage()));
            return TrustPolicy.NONE;
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
