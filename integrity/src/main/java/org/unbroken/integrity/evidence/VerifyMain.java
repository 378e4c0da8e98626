package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.stamp.RevocationList;
import org.unbroken.integrity.stamp.StampException;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.integrity.verify.TrustPolicy;

/** {@code java -jar unbroken-verify.jar BUNDLE}: the verifier alone, for whoever wants to run nothing else of this. */
public final class VerifyMain {
    private static final int COULD_NOT_RUN = 2;
    private static final int LARGEST_POLICY = 1 << 20;
    private static final String USAGE =
            """
            usage: java -jar unbroken-verify.jar BUNDLE [--policy FILE] [--key VKEY|FILE]... [--tsa-ca FILE]
                                               [--tsa-crl FILE]... [--json]

            Verifies an evidence bundle, a folder or a .zip, offline. Nothing is written and nothing is asked of anybody.

              --policy FILE      whom you trust: log keys and witnesses, as a C2SP tlog-policy
              --key VKEY|FILE    a log's key that you trust, or a file that holds such keys, a line each
              --tsa-ca FILE      certificates (PEM) that you trust to name time-stamping authorities
              --tsa-crl FILE     revocation list (CRL, PEM or DER) of one who vouches for such authorities
              --json             the report as JSON

            Get keys from the operator by a way of its own, never from the bundle.
            0: intact. 1: damaged or refused, with what and where. 2: consistent, but no trusted key vouches for where it
            comes from; or it could not be checked.
            """;

    private Path bundle = Path.of("");
    private TrustPolicy policy = TrustPolicy.NONE;
    private final List<VerifierKey> keys = new ArrayList<>();
    private TrustedAuthorities authorities = TrustedAuthorities.NONE;
    private final List<RevocationList> revocations = new ArrayList<>();
    private boolean json;
    private boolean help;

    private VerifyMain() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int exit = run(List.of(arguments), out, System.err);
        out.flush();
        System.exit(exit);
    }

    /** Returns the exit code. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            VerifyMain verification = new VerifyMain();
            verification.read(arguments);
            if (verification.help) {
                out.print(USAGE);
                return 0;
            }
            return verification.verify(out);
        } catch (IllegalArgumentException e) {
            err.println("unbroken-verify: " + e.getMessage());
            err.println("See --help");
        } catch (NoSuchFileException e) {
            err.println("unbroken-verify: no such file: " + e.getMessage());
        } catch (IOException e) {
            err.println("unbroken-verify: it could not be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("unbroken-verify: interrupted");
        }
        return COULD_NOT_RUN;
    }

    private int verify(PrintStream out) throws IOException, InterruptedException {
        BundleReport report = BundleVerification.run(
                bundle,
                policy.withLogs(keys),
                authorities.withRevocations(revocations),
                Instant.now(),
                Runtime.getRuntime().availableProcessors(),
                bytes -> {});
        if (json) {
            out.println(report.toJson()
                    .with()
                    .put("target", bundle.toString())
                    .build()
                    .text());
        } else {
            report.lines().forEach(out::println);
        }
        return report.verdict().exitCode();
    }

    private void read(List<String> arguments) throws IOException {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--json" -> json = true;
                case "-h", "--help" -> help = true;
                case "--policy" -> policy = policy(value(arguments, ++i, argument));
                case "--tsa-ca" -> authorities = authorities(value(arguments, ++i, argument));
                case "--tsa-crl" -> revocations.addAll(revocations(value(arguments, ++i, argument)));
                case "--key" -> keys.addAll(keys(value(arguments, ++i, argument)));
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + argument);
                    }
                    targets.add(argument);
                }
            }
        }
        if (!help && !revocations.isEmpty() && authorities.isEmpty()) {
            throw new IllegalArgumentException(
                    "--tsa-crl says whom to trust no longer, and needs --tsa-ca, which says whom to trust");
        }
        if (!help && targets.size() != 1) {
            throw new IllegalArgumentException("one bundle is to be named, not " + targets.size());
        }
        bundle = path(targets.isEmpty() ? "" : targets.get(0));
    }

    private static String value(List<String> arguments, int at, String option) {
        if (at >= arguments.size()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return arguments.get(at);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + text, e);
        }
    }

    private static TrustPolicy policy(String file) throws IOException {
        try {
            return TrustPolicy.parse(text(path(file)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--policy " + file + ": " + e.getMessage(), e);
        }
    }

    private static TrustedAuthorities authorities(String file) throws IOException {
        try {
            return TrustedAuthorities.parse(Files.readAllBytes(path(file)));
        } catch (StampException e) {
            throw new IllegalArgumentException("--tsa-ca " + file + ": " + e.getMessage(), e);
        }
    }

    private static List<RevocationList> revocations(String file) throws IOException {
        try {
            return RevocationList.parse(Files.readAllBytes(path(file)));
        } catch (StampException e) {
            throw new IllegalArgumentException("--tsa-crl " + file + ": " + e.getMessage(), e);
        }
    }

    /** A key has slashes and plus signs too: only what is there is a file. */
    private static List<VerifierKey> keys(String given) throws IOException {
        List<VerifierKey> found = new ArrayList<>();
        try {
            String lines = Files.isRegularFile(path(given)) ? text(path(given)) : given;
            for (String line : lines.split("\n", -1)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    found.add(new VerifierKey(line.strip()));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--key " + given + ": no such file, and not a key: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("--key " + given + ": the file holds no key");
        }
        return found;
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_POLICY) {
            throw new IllegalArgumentException("the file is larger than a policy or keys can be");
        }
        return Files.readString(file);
    }
}
