package org.unbroken.deploy.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.stamp.AlgorithmEnds;
import org.unbroken.integrity.stamp.StampDigest;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.storage.stamps.StampAuthority;

/**
 * Reads how checkpoints are time-stamped. The file of the authorities has a line for each, and {@code #} comments:
 *
 * <pre>
 * NAME URL CERTIFICATES [policy=OID] [digest=sha256|sha384|sha512|sm3] [credentials=FILE]
 * </pre>
 *
 * CERTIFICATES is a PEM file with whom its tokens are to lead to. Files are looked for beside this one.
 */
final class StampsReader {
    private static final Set<String> OPTIONS = Set.of("policy", "digest", "credentials");

    private final SettingValues values;

    StampsReader(SettingValues values) {
        this.values = values;
    }

    Stamps read() {
        return new Stamps(
                authorities(),
                duration(Setting.TIMESTAMP_INTERVAL, Duration.ofSeconds(1), Duration.ofDays(31)),
                duration(Setting.TIMESTAMP_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(10)),
                algorithms(),
                duration(Setting.EVIDENCE_INTERVAL, Duration.ofSeconds(1), Duration.ofDays(366)),
                duration(Setting.EVIDENCE_LEAD, Duration.ZERO, Duration.ofDays(3660)));
    }

    private Duration duration(Setting setting, Duration least, Duration most) {
        return values.value(
                setting,
                Quantities::duration,
                most,
                d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0,
                least + " to " + most);
    }

    private AlgorithmEnds algorithms() {
        Optional<Path> file = values.readable(Setting.TIMESTAMP_ALGORITHMS);
        if (file.isPresent()) {
            try {
                return AlgorithmEnds.parse(Files.readString(file.get()));
            } catch (IOException | IllegalArgumentException e) {
                values.problem(Setting.TIMESTAMP_ALGORITHMS, String.valueOf(e.getMessage()));
            }
        }
        return AlgorithmEnds.standard();
    }

    private List<StampAuthority> authorities() {
        Optional<Path> file = values.readable(Setting.TIMESTAMP_AUTHORITIES);
        List<StampAuthority> authorities = new ArrayList<>();
        if (file.isEmpty()) {
            return authorities;
        }
        List<String> lines = List.of();
        try {
            lines = Files.readAllLines(file.get());
        } catch (IOException e) {
            values.problem(Setting.TIMESTAMP_AUTHORITIES, "cannot be read as UTF-8 text (" + e + ")");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                StampAuthority authority =
                        authority(line, file.get().toAbsolutePath().resolveSibling("."));
                if (!names.add(authority.name())) {
                    throw new IllegalArgumentException("a second authority named " + authority.name());
                }
                authorities.add(authority);
            } catch (IOException | IllegalArgumentException e) {
                values.problem(Setting.TIMESTAMP_AUTHORITIES, "line " + (i + 1) + ": " + e.getMessage());
            }
        }
        return authorities;
    }

    private static StampAuthority authority(String line, Path beside) throws IOException {
        String[] items = line.split("\\s+", -1);
        if (items.length < 3) {
            throw new IllegalArgumentException("not \"NAME URL CERTIFICATES [policy=…] [digest=…] [credentials=…]\"");
        }
        Map<String, String> options = new HashMap<>();
        for (int i = 3; i < items.length; i++) {
            String[] option = items[i].split("=", 2);
            if (option.length != 2 || !OPTIONS.contains(option[0]) || options.put(option[0], option[1]) != null) {
                throw new IllegalArgumentException("\"" + items[i] + "\" is none of policy=, digest=, credentials=");
            }
        }
        Optional<String> policy = Optional.ofNullable(options.get("policy"));
        if (policy.isPresent() && !TrustedAuthorities.isPolicy(policy.get())) {
            throw new IllegalArgumentException("policy=" + policy.get() + " is not an object identifier");
        }
        String digest = options.getOrDefault("digest", StampDigest.SHA256.id());
        TrustedAuthorities trusted = TrustedAuthorities.parse(Files.readAllBytes(file(items[2], beside)));
        return new StampAuthority(
                items[0],
                URI.create(items[1]),
                policy.map(oid -> trusted.withPolicies(Set.of(oid))).orElse(trusted),
                policy,
                StampDigest.find(digest)
                        .orElseThrow(() -> new IllegalArgumentException("digest=" + digest + " is not known")),
                credentials(options.get("credentials"), beside));
    }

    private static Optional<Path> credentials(@org.jspecify.annotations.Nullable String name, Path beside) {
        if (name == null) {
            return Optional.empty();
        }
        Path file = file(name, beside);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("credentials=" + name + ": not a file that can be read");
        }
        return Optional.of(file);
    }

    private static Path file(String name, Path beside) {
        try {
            return beside.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + name, e);
        }
    }
}
