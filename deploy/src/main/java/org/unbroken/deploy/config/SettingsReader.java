package org.unbroken.deploy.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Turns texts into settings and collects what is wrong, so that an operator sees all of it at once. */
final class SettingsReader {
    private final Map<Setting, String> given;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Map<Setting, String> given) {
        this.given = given;
    }

    ServerSettings read() throws SettingsException {
        Door upload = door(Setting.UPLOAD_HOST, Setting.UPLOAD_PORT, uploadTls());
        Door console = door(Setting.CONSOLE_HOST, Setting.CONSOLE_PORT, consoleTls());
        boolean plain = flag(Setting.ALLOW_PLAIN_HTTP);
        requireSafe(Setting.UPLOAD_HOST, upload, plain);
        requireSafe(Setting.CONSOLE_HOST, console, plain);
        if (upload.port() != 0
                && upload.port() == console.port()
                && upload.host().equals(console.host())) {
            problem(Setting.CONSOLE_PORT, "the same address as upload.port");
        }
        ServerSettings settings = new ServerSettings(
                path(Setting.DATA).orElse(Path.of(".")).toAbsolutePath().normalize(),
                upload,
                console,
                plain,
                limits(),
                value(Setting.RETENTION_FLOOR, Quantities::period, Period.ofYears(2), p -> !p.isZero(), "more than 0"),
                flag(Setting.WORM_IMMUTABLE),
                value(
                        Setting.LOG_ORIGIN,
                        text -> text,
                        "",
                        text -> text.matches("[!-~&&[^+]]{0,200}"),
                        "up to 200 printable ASCII characters without blanks and '+'"),
                value(
                        Setting.PIPELINE_CHECKPOINT_INTERVAL,
                        Quantities::duration,
                        Duration.ofMillis(500),
                        d -> d.toMillis() >= 50 && d.toMinutes() < 10,
                        "50ms to 10m"),
                count(Setting.SEAL_PARALLELISM, 1, 64),
                count(Setting.DESCRIBE_WORKERS, 0, 256),
                count(Setting.PROXY_WORKERS, 0, 256));
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    private UploadLimits limits() {
        return new UploadLimits(
                bytes(Setting.UPLOAD_MAX_SIZE, 1, 1L << 43),
                count(Setting.UPLOAD_MAX_OPEN_PER_CAMERA, 1, 10_000),
                value(
                        Setting.UPLOAD_IDLE,
                        Quantities::duration,
                        Duration.ofSeconds(60),
                        d -> d.toMillis() >= 1000 && d.toHours() < 24,
                        "1s to 24h"),
                value(
                        Setting.UPLOAD_EXPIRES,
                        Quantities::duration,
                        Duration.ofDays(14),
                        d -> d.toMinutes() >= 1 && d.toDays() <= 365,
                        "1m to 365d"),
                bytes(Setting.STAGING_RESERVE, 0, 1L << 50));
    }

    private Optional<Tls> uploadTls() {
        return tls(Setting.UPLOAD_TLS_CERTIFICATE, Setting.UPLOAD_TLS_KEY, Setting.UPLOAD_TLS_CLIENT_CA);
    }

    private Optional<Tls> consoleTls() {
        return tls(Setting.CONSOLE_TLS_CERTIFICATE, Setting.CONSOLE_TLS_KEY, Setting.CONSOLE_TLS_CLIENT_CA);
    }

    private Optional<Tls> tls(Setting certificate, Setting key, Setting clientAuthorities) {
        Optional<Path> chain = readable(certificate);
        Optional<Path> secret = readable(key);
        Optional<Path> authorities = readable(clientAuthorities);
        if (chain.isPresent() != secret.isPresent()) {
            problem(chain.isPresent() ? certificate : key, "certificate and key are given together or not at all");
        }
        if (authorities.isPresent() && chain.isEmpty()) {
            problem(clientAuthorities, "needs " + certificate.key() + " and " + key.key());
        }
        return chain.isPresent() && secret.isPresent()
                ? Optional.of(new Tls(chain.get(), secret.get(), authorities))
                : Optional.empty();
    }

    private Door door(Setting host, Setting port, Optional<Tls> tls) {
        String name = value(host, text -> text, "localhost", text -> !text.isBlank(), "a host name or address");
        return new Door(name, count(port, 0, 65_535), tls);
    }

    private void requireSafe(Setting host, Door door, boolean plain) {
        if (!door.loopback() && door.tls().isEmpty() && !plain) {
            problem(
                    host,
                    "would answer other machines in plain HTTP; give a certificate, or say allow-plain-http = true"
                            + " if something in front of it encrypts");
        }
    }

    private boolean flag(Setting setting) {
        return value(
                        setting,
                        text -> text,
                        "false",
                        text -> text.equals("true") || text.equals("false"),
                        "true or false")
                .equals("true");
    }

    private int count(Setting setting, int least, int most) {
        return value(setting, Integer::valueOf, least, n -> n >= least && n <= most, least + " to " + most);
    }

    private long bytes(Setting setting, long least, long most) {
        return value(setting, Quantities::bytes, least, n -> n >= least && n <= most, least + " to " + most + " bytes");
    }

    private Optional<Path> path(Setting setting) {
        String text = text(setting);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            problem(setting, "not a path");
            return Optional.empty();
        }
    }

    private Optional<Path> readable(Setting setting) {
        Optional<Path> path = path(setting);
        if (path.isPresent() && !(Files.isRegularFile(path.get()) && Files.isReadable(path.get()))) {
            problem(setting, "not a file that can be read");
        }
        return path;
    }

    /** {@code fallback} only stands in until all problems are collected. */
    private <T> T value(Setting setting, Function<String, T> parse, T fallback, Predicate<T> allowed, String expected) {
        try {
            T value = parse.apply(text(setting));
            if (allowed.test(value)) {
                return value;
            }
            problem(setting, "expected " + expected);
        } catch (NumberFormatException e) {
            problem(setting, "expected a whole number, " + expected);
        } catch (IllegalArgumentException e) {
            problem(setting, String.valueOf(e.getMessage()));
        }
        return fallback;
    }

    private String text(Setting setting) {
        return given.getOrDefault(setting, setting.standard());
    }

    private void problem(Setting setting, String message) {
        problems.add(setting.key() + " = " + text(setting) + ": " + message);
    }
}
