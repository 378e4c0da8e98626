package org.unbroken.integrity.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.note.VerifierKey;

/**
 * The log keys that a verifier trusts, brought by whoever asks and never by what is under test.
 *
 * <p>The file form is C2SP tlog-policy. {@code log} lines are used. {@code witness} and {@code group} lines are read
 * over: cosignatures are not verified here, so a {@code quorum} other than {@code none} is refused rather than ignored.
 */
public record TrustPolicy(List<VerifierKey> logs) {
    public static final TrustPolicy NONE = new TrustPolicy(List.of());

    private static final int LONGEST = 1 << 20;

    public TrustPolicy {
        logs = List.copyOf(logs);
    }

    public static TrustPolicy ofKeys(VerifierKey... keys) {
        return new TrustPolicy(List.of(keys));
    }

    /** Throws {@link IllegalArgumentException} naming the line that is wrong. */
    public static TrustPolicy parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a policy has at most " + LONGEST + " characters");
        }
        List<VerifierKey> logs = new ArrayList<>();
        Set<String> publicKeys = new HashSet<>();
        int quorums = 0;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            String[] items = content.split("[ \t]+", -1);
            try {
                switch (items[0]) {
                    case "log" -> {
                        VerifierKey key = logKey(items);
                        if (!publicKeys.add(HexFormat.of().formatHex(key.publicKey()))) {
                            throw new IllegalArgumentException("a log key twice");
                        }
                        logs.add(key);
                    }
                    case "witness", "group" -> {}
                    case "quorum" -> {
                        quorums++;
                        requireNone(items);
                    }
                    default -> throw new IllegalArgumentException("unknown keyword " + Shown.text(items[0]));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + " of the policy: " + e.getMessage(), e);
            }
        }
        if (quorums != 1) {
            throw new IllegalArgumentException("a policy has one quorum line (\"quorum none\"), not " + quorums);
        }
        return new TrustPolicy(logs);
    }

    private static VerifierKey logKey(String[] items) {
        if (items.length < 2 || items.length > 3) {
            throw new IllegalArgumentException("not \"log <vkey> [<url>]\"");
        }
        return new VerifierKey(items[1]);
    }

    private static void requireNone(String[] items) {
        if (items.length != 2 || !items[1].equals("none")) {
            throw new IllegalArgumentException("only \"quorum none\" can be checked: cosignatures are not verified");
        }
    }
}
