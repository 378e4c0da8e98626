package org.unbroken.integrity.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.note.VerifierKey;

/** Reads one policy file, C2SP tlog-policy: a line each, items divided by spaces and tabs, '#' before a comment. */
final class PolicyReader {
    private static final int LONGEST = 1 << 20;
    private static final String NONE = "none";
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,3}");
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final List<TrustedLog> logs = new ArrayList<>();
    private final List<TrustedWitness> witnesses = new ArrayList<>();
    private final List<Revocation> revocations = new ArrayList<>();
    private final Map<String, Quorum> named = new HashMap<>();
    private final Set<String> grouped = new HashSet<>();
    private final Set<String> logKeys = new HashSet<>();
    private final Set<String> witnessKeys = new HashSet<>();
    private final List<Quorum> quorums = new ArrayList<>();

    TrustPolicy read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a policy has at most " + LONGEST + " characters");
        }
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            try {
                take(line);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + " of the policy: " + e.getMessage(), e);
            }
        }
        if (quorums.size() != 1) {
            throw new IllegalArgumentException(
                    "a policy has one quorum line (such as \"quorum none\"), not " + quorums.size());
        }
        return new TrustPolicy(logs, witnesses, quorums.get(0), revocations);
    }

    private void take(String line) {
        String content = line.replaceAll("^[ \t]+|[ \t]+$", "");
        if (content.isEmpty() || content.startsWith("#")) {
            return;
        }
        if (content.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
            throw new IllegalArgumentException("a control character (lines end in a newline alone)");
        }
        String[] items = content.split("[ \t]+", -1);
        switch (items[0]) {
            case "log" -> log(items);
            case "witness" -> witness(items);
            case "group" -> group(items);
            case "quorum" -> quorum(items);
            case "revoked" -> revoked(items);
            default -> throw new IllegalArgumentException("unknown keyword " + Shown.text(items[0]));
        }
    }

    private void log(String[] items) {
        requireCount(items, 2, 3, "log <vkey> [<url>]");
        VerifierKey key = new VerifierKey(items[1]);
        requireNew(logKeys, key, "log");
        logs.add(new TrustedLog(key, item(items, 2)));
    }

    private void witness(String[] items) {
        requireCount(items, 3, 4, "witness <name> <vkey> [<url>]");
        VerifierKey key = new VerifierKey(items[2]);
        requireNew(witnessKeys, key, "witness");
        define(new Quorum.Single(items[1]));
        witnesses.add(new TrustedWitness(items[1], key, item(items, 3)));
    }

    private void group(String[] items) {
        requireCount(items, 4, Integer.MAX_VALUE, "group <name> all|any|<k> <name>…");
        List<Quorum> members = new ArrayList<>();
        for (String name : List.of(items).subList(3, items.length)) {
            // So that each witness counts in one way only.
            if (!grouped.add(name)) {
                throw new IllegalArgumentException(Shown.text(name) + " is already a member of a group");
            }
            members.add(find(name));
        }
        int needed =
                switch (items[2]) {
                    case "all" -> members.size();
                    case "any" -> 1;
                    default -> {
                        if (!COUNT.matcher(items[2]).matches()) {
                            throw new IllegalArgumentException("not all, any or a number: " + Shown.text(items[2]));
                        }
                        yield Integer.parseInt(items[2]);
                    }
                };
        define(new Quorum.Group(items[1], needed, members));
    }

    private void quorum(String[] items) {
        requireCount(items, 2, 2, "quorum <name>");
        quorums.add(items[1].equals(NONE) ? Quorum.NONE : find(items[1]));
    }

    private void revoked(String[] items) {
        requireCount(items, 4, 4, "revoked <name>+<id> from-size <n>|from-time <time>");
        if (!items[1].matches("[^+]+\\+[0-9a-f]{8}")) {
            throw new IllegalArgumentException("not a key's name and id (name+id): " + Shown.text(items[1]));
        }
        switch (items[2]) {
            case "from-size" -> {
                if (!SIZE.matcher(items[3]).matches()) {
                    throw new IllegalArgumentException("not a tree size: " + Shown.text(items[3]));
                }
                revocations.add(new Revocation(items[1], OptionalLong.of(Long.parseLong(items[3])), Optional.empty()));
            }
            case "from-time" ->
                revocations.add(
                        new Revocation(items[1], OptionalLong.empty(), Optional.of(Timestamps.parse(items[3]))));
            default -> throw new IllegalArgumentException("not from-size or from-time: " + Shown.text(items[2]));
        }
    }

    private void define(Quorum quorum) {
        if (quorum.name().equals(NONE) || named.putIfAbsent(quorum.name(), quorum) != null) {
            throw new IllegalArgumentException("the name " + Shown.text(quorum.name()) + " is taken");
        }
    }

    private Quorum find(String name) {
        Quorum quorum = named.get(name);
        if (quorum == null) {
            throw new IllegalArgumentException(
                    "no witness or group " + Shown.text(name) + " on a line before this one");
        }
        return quorum;
    }

    private static void requireNew(Set<String> known, VerifierKey key, String what) {
        if (!known.add(HexFormat.of().formatHex(key.publicKey()))) {
            throw new IllegalArgumentException("a " + what + "'s key twice");
        }
    }

    private static void requireCount(String[] items, int fewest, int most, String form) {
        if (items.length < fewest || items.length > most) {
            throw new IllegalArgumentException("not \"" + form + "\"");
        }
    }

    private static Optional<String> item(String[] items, int index) {
        return index < items.length ? Optional.of(items[index]) : Optional.empty();
    }
}
