package org.unbroken.deploy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.Map;
import java.util.Optional;

/** Turns texts into settings and collects what is wrong, so that an operator sees all of it at once. */
final class SettingsReader {
    private static final Duration LONGEST_FLUSH_INTERVAL = Duration.ofSeconds(50);

    private final NodeRole role;
    private final SettingValues values;

    SettingsReader(NodeRole role, Map<Setting, String> given) {
        this.role = role;
        this.values = new SettingValues(given);
    }

    ServerSettings read() throws SettingsException {
        Door upload = door(Setting.UPLOAD_HOST, Setting.UPLOAD_PORT, uploadTls());
        Door console = door(Setting.CONSOLE_HOST, Setting.CONSOLE_PORT, consoleTls());
        boolean plain = values.flag(Setting.ALLOW_PLAIN_HTTP);
        requireSafe(Setting.UPLOAD_HOST, upload, plain);
        requireSafe(Setting.CONSOLE_HOST, console, plain);
        if (upload.port() != 0
                && upload.port() == console.port()
                && upload.host().equals(console.host())) {
            values.problem(Setting.CONSOLE_PORT, "the same address as upload.port");
        }
        Path data =
                values.path(Setting.DATA).orElse(Path.of(".")).toAbsolutePath().normalize();
        ScaleOut scaleOut = new ScaleOutReader(values, role, data, plain).read();
        ServerSettings settings = new ServerSettings(
                data,
                upload,
                console,
                plain,
                limits(),
                values.value(
                        Setting.RETENTION_FLOOR,
                        Quantities::period,
                        Period.ofYears(2),
                        p -> !p.isZero(),
                        "more than 0"),
                values.flag(Setting.WORM_IMMUTABLE),
                values.value(
                        Setting.LOG_ORIGIN,
                        text -> text,
                        "",
                        text -> text.matches("[!-~&&[^+]]{0,200}"),
                        "up to 200 printable ASCII characters without blanks and '+'"),
                logFlushInterval(scaleOut),
                new StampsReader(values).read(),
                values.value(
                        Setting.PIPELINE_CHECKPOINT_INTERVAL,
                        Quantities::duration,
                        Duration.ofMillis(500),
                        d -> d.toMillis() >= 50 && d.toMinutes() < 10,
                        "50ms to 10m"),
                values.count(Setting.SEAL_PARALLELISM, 1, 64),
                values.count(Setting.DESCRIBE_WORKERS, 0, 256),
                values.value(
                        Setting.HISTORY_JOIN_TOLERANCE,
                        Quantities::duration,
                        Duration.ofSeconds(1),
                        d -> d.toMillis() <= 30_000,
                        "0s to 30s"),
                values.count(Setting.PROXY_WORKERS, 0, 256),
                values.flag(Setting.WORKER_CELL_REQUIRED),
                scaleOut,
                new AttestationReader(values).read(),
                new RulesReader(values).read(),
                new AuditingReader(values).read(),
                new UpkeepReader(values).read());
        values.requireNoProblems();
        return settings;
    }

    /**
     * Each flush is two objects, which in a store far away are to be few: one flush a minute, or a little more often, as
     * entries are to be in the store within a minute. On a disk nobody has to wait for that.
     */
    private Duration logFlushInterval(ScaleOut scaleOut) {
        Duration standard = scaleOut.store().isPresent() ? LONGEST_FLUSH_INTERVAL : Duration.ofMillis(500);
        if (!values.isGiven(Setting.LOG_FLUSH_INTERVAL)) {
            return standard;
        }
        return values.value(
                Setting.LOG_FLUSH_INTERVAL,
                Quantities::duration,
                standard,
                d -> !d.isNegative() && d.compareTo(LONGEST_FLUSH_INTERVAL) <= 0,
                "0s to 50s");
    }

    private UploadLimits limits() {
        return new UploadLimits(
                values.bytes(Setting.UPLOAD_MAX_SIZE, 1, 1L << 43),
                values.count(Setting.UPLOAD_MAX_OPEN_PER_CAMERA, 1, 10_000),
                values.value(
                        Setting.UPLOAD_IDLE,
                        Quantities::duration,
                        Duration.ofSeconds(60),
                        d -> d.toMillis() >= 1000 && d.toHours() < 24,
                        "1s to 24h"),
                values.value(
                        Setting.UPLOAD_EXPIRES,
                        Quantities::duration,
                        Duration.ofDays(14),
                        d -> d.toMinutes() >= 1 && d.toDays() <= 365,
                        "1m to 365d"),
                values.bytes(Setting.STAGING_RESERVE, 0, 1L << 50));
    }

    private Optional<Tls> uploadTls() {
        return tls(Setting.UPLOAD_TLS_CERTIFICATE, Setting.UPLOAD_TLS_KEY, Setting.UPLOAD_TLS_CLIENT_CA);
    }

    private Optional<Tls> consoleTls() {
        return tls(Setting.CONSOLE_TLS_CERTIFICATE, Setting.CONSOLE_TLS_KEY, Setting.CONSOLE_TLS_CLIENT_CA);
    }

    private Optional<Tls> tls(Setting certificate, Setting key, Setting clientAuthorities) {
        Optional<Path> chain = values.readable(certificate);
        Optional<Path> secret = values.readable(key);
        Optional<Path> authorities = values.readable(clientAuthorities);
        if (chain.isPresent() != secret.isPresent()) {
            values.problem(
                    chain.isPresent() ? certificate : key, "certificate and key are given together or not at all");
        }
        if (authorities.isPresent() && chain.isEmpty()) {
            values.problem(clientAuthorities, "needs " + certificate.key() + " and " + key.key());
        }
        return chain.isPresent() && secret.isPresent()
                ? Optional.of(new Tls(chain.get(), secret.get(), authorities))
                : Optional.empty();
    }

    private Door door(Setting host, Setting port, Optional<Tls> tls) {
        String name = values.value(host, text -> text, "localhost", text -> !text.isBlank(), "a host name or address");
        return new Door(name, values.count(port, 0, 65_535), tls);
    }

    private void requireSafe(Setting host, Door door, boolean plain) {
        if (!door.loopback() && door.tls().isEmpty() && !plain) {
            values.problem(
                    host,
                    "would answer other machines in plain HTTP; give a certificate, or say allow-plain-http = true"
                            + " if something in front of it encrypts");
        }
    }
}
