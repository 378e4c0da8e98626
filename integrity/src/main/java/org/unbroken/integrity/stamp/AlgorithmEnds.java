package org.unbroken.integrity.stamp;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.unbroken.integrity.Shown;

/**
 * Until when algorithms are held to be good. Who says so is whoever verifies, or runs a log: a policy file wins over what
 * is known here.
 *
 * <pre>
 * # a line each: the algorithm, and the first day (UTC) on which it is no longer good, or "good"
 * sha256    2040-01-01
 * rsa-2048  2030-01-01
 * sm2       good
 * </pre>
 *
 * Names: {@code sha1 sha256 sha384 sha512 sm3 rsa-1024 rsa-2048 rsa-3072 rsa-4096 ec-256 ec-384 ec-521 sm2 ed25519
 * ed448}. An RSA key of another length counts as the next shorter one named.
 */
public record AlgorithmEnds(Map<String, Instant> ends) {
    /** Further away than anything is kept. */
    public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final int LONGEST_FILE = 1 << 16;

    public AlgorithmEnds {
        ends = Map.copyOf(ends);
    }

    /** 80 bits ended with 2013, SHA-1 with 2016; 112 bits (RSA-2048) are to end with 2030 (NIST SP 800-57 part 1). */
    public static AlgorithmEnds standard() {
        Map<String, Instant> ends = new TreeMap<>();
        for (String good : new String[] {
            "sha256",
            "sha384",
            "sha512",
            "sm3",
            "rsa-3072",
            "rsa-4096",
            "ec-256",
            "ec-384",
            "ec-521",
            "sm2",
            "ed25519",
            "ed448"
        }) {
            ends.put(good, NEVER);
        }
        ends.put("sha1", Instant.parse("2017-01-01T00:00:00Z"));
        ends.put("rsa-1024", Instant.parse("2014-01-01T00:00:00Z"));
        ends.put("rsa-2048", Instant.parse("2031-01-01T00:00:00Z"));
        return new AlgorithmEnds(ends);
    }

    /** The standard, changed by the file's lines. Throws {@link StampException} naming the line. */
    public static AlgorithmEnds parse(String text) {
        if (text.length() > LONGEST_FILE) {
            throw new StampException("a list of algorithms has at most " + LONGEST_FILE + " characters");
        }
        Map<String, Instant> ends = new TreeMap<>(standard().ends);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            String[] items = content.split("\\s+", -1);
            if (items.length != 2 || !ends.containsKey(items[0])) {
                throw new StampException("line " + number + " of the algorithms is not \"<algorithm> <date>\": "
                        + Shown.text(content) + "; known algorithms: " + String.join(" ", ends.keySet()));
            }
            ends.put(items[0], end(items[1], number));
        }
        return new AlgorithmEnds(ends);
    }

    private static Instant end(String text, int number) {
        if (text.equals("good")) {
            return NEVER;
        }
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new StampException(
                    "line " + number + " of the algorithms: not a date such as 2040-01-01: " + Shown.text(text), e);
        }
    }

    /** The first instant at which it is no longer good. What is not known never was. */
    public Instant end(String algorithm) {
        return ends.getOrDefault(algorithm, Instant.EPOCH);
    }

    public Instant earliestEnd(Collection<String> algorithms) {
        return algorithms.stream().map(this::end).min(Instant::compareTo).orElse(NEVER);
    }

    /** One that is no longer good at this time. */
    public Optional<String> endedBy(Instant time, Collection<String> algorithms) {
        return algorithms.stream()
                .filter(each -> !time.isBefore(end(each)))
                .sorted()
                .findFirst();
    }
}
