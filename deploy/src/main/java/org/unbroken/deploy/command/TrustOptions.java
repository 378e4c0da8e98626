package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.verify.TrustPolicy;
import picocli.CommandLine.Option;

/** Which log keys the asker trusts: brought by hand, never asked of the server under test. */
final class TrustOptions {
    @Option(
            names = "--key",
            paramLabel = "VKEY|FILE",
            description = "Trusted log key, or a file that holds such keys, a line each. Get it from the operator by a"
                    + " way of its own, not from the server that is being checked.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--policy", paramLabel = "FILE", description = "Trusted log keys as a C2SP tlog-policy.")
    private Optional<Path> policy = Optional.empty();

    TrustPolicy policy() throws IOException, CommandFailure {
        List<VerifierKey> trusted = new ArrayList<>();
        for (String key : keys) {
            trusted.addAll(read(key));
        }
        if (policy.isPresent()) {
            try {
                for (VerifierKey log :
                        TrustPolicy.parse(Files.readString(policy.get())).logs()) {
                    trusted.add(key(log.text()));
                }
            } catch (IllegalArgumentException e) {
                throw new CommandFailure("--policy " + policy.get() + ": " + e.getMessage(), e);
            }
        }
        return new TrustPolicy(trusted);
    }

    /**
     * A key of another algorithm verifies nothing here. Taken along it would turn "cannot be checked" into "no trusted
     * key vouches", which reads as damage; and a mistyped key often reads as one of an unknown algorithm.
     */
    private static VerifierKey key(String text) {
        VerifierKey key = new VerifierKey(text.strip());
        if (key.type() != VerifierKey.ED25519) {
            throw new IllegalArgumentException(
                    "a key of algorithm " + key.type() + " cannot be used here, only Ed25519 (1); is it mistyped?");
        }
        return key;
    }

    private static List<VerifierKey> read(String text) throws IOException, CommandFailure {
        try {
            if (!isFile(text)) {
                return List.of(key(text));
            }
            List<VerifierKey> keys = new ArrayList<>();
            for (String line : Files.readAllLines(Path.of(text))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(key(line));
                }
            }
            if (keys.isEmpty()) {
                throw new CommandFailure("--key " + text + ": the file holds no key");
            }
            return keys;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "--key " + text + (isFile(text) ? ": " : ": no such file, and not a key: ") + e.getMessage(), e);
        }
    }

    /** A key has slashes and plus signs too: only what is there is a file. */
    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (java.nio.file.InvalidPathException e) {
            return false;
        }
    }
}
