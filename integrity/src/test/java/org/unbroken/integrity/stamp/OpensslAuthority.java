package org.unbroken.integrity.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A time-stamping authority of OpenSSL's: {@code openssl ts -reply}, with certificates of its own in a folder. Where there
 * is no {@code openssl}, tests are assumed away, unless {@code UNBROKEN_REAL_SERVERS=required}.
 */
public final class OpensslAuthority {
    public static final String POLICY = "1.2.3.4.1";

    private static final String CONFIGURATION =
            """
            [ tsa ]
            default_tsa = tsa1
            [ tsa1 ]
            serial = ./serial
            signer_cert = ./tsa.pem
            signer_key = ./tsa.key
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            other_policies = 1.2.3.4.5
            digests = sha256, sha384, sha512, sm3
            accuracy = secs:1, millisecs:500
            ordering = yes
            tsa_name = yes
            ess_cert_id_alg = sha256
            [ revoking ]
            database = ./index.txt
            default_md = sha256
            default_crl_days = 30
            """;

    private final Path folder;
    private int calls;

    private OpensslAuthority(Path folder) {
        this.folder = folder;
    }

    /** With an authority of certificates of its own; its certificate ends in 20 days. */
    public static OpensslAuthority create(Path folder) {
        requireOpenssl();
        OpensslAuthority made = new OpensslAuthority(folder);
        made.issue("20");
        return made;
    }

    /** One whose certificate ended yesterday: it stamps all the same. */
    public static OpensslAuthority expired(Path folder) {
        requireOpenssl();
        OpensslAuthority made = new OpensslAuthority(folder);
        made.issue("-1");
        return made;
    }

    private static void requireOpenssl() {
        boolean there;
        try {
            Process process = new ProcessBuilder("openssl", "version")
                    .redirectErrorStream(true)
                    .start();
            String version =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            there = version.startsWith("OpenSSL 3");
        } catch (IOException e) {
            there = false;
        }
        String missing = "there is no OpenSSL 3 here";
        if (!there) {
            assertThat(System.getenv("UNBROKEN_REAL_SERVERS")).as(missing).isNotEqualTo("required");
        }
        assumeTrue(there, missing);
    }

    private void issue(String days) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("ts.cnf"), CONFIGURATION);
            Files.writeString(folder.resolve("serial"), "01\n");
            Files.writeString(
                    folder.resolve("extensions"),
                    "extendedKeyUsage=critical,timeStamping\nkeyUsage=digitalSignature\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30"
                        + " -subj /CN=Test-CA -addext basicConstraints=critical,CA:TRUE"
                        + " -addext keyUsage=critical,keyCertSign,cRLSign")
                .split(" "));
        run(
                "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Test-TSA"
                        .split(" "));
        run(("openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile extensions -out tsa.pem"
                        + " -days " + days)
                .split(" "));
    }

    public Path authorityCertificate() {
        return folder.resolve("ca.pem");
    }

    public TrustedAuthorities trusted() {
        try {
            return TrustedAuthorities.parse(Files.readAllBytes(authorityCertificate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a query, as {@code openssl ts} gives it. */
    public synchronized byte[] reply(byte[] query) {
        calls++;
        try {
            Files.write(folder.resolve("query-" + calls), query);
            run("openssl ts -reply -config ts.cnf -section tsa1 -queryfile query-%d -out reply-%d"
                    .formatted(calls, calls)
                    .split(" "));
            return Files.readAllBytes(folder.resolve("reply-" + calls));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether {@code openssl ts -verify} takes this token for these bytes, and what it says. */
    public String verify(byte[] token, byte[] stamped) {
        try {
            Files.write(folder.resolve("token.tst"), token);
            Files.write(folder.resolve("stamped"), stamped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return output("openssl ts -verify -token_in -in token.tst -data stamped -CAfile ca.pem".split(" "));
    }

    /** Its issuer's revocation list, by {@code openssl ca}, without any certificate. */
    public Path emptyList() {
        return list("");
    }

    /**
     * The same with this authority's certificate.
     *
     * @param reason as OpenSSL spells it, such as {@code superseded}; empty for none
     */
    public Path listWithItself(Instant revoked, String reason) {
        String serial = output("openssl x509 -in tsa.pem -noout -serial".split(" "))
                .strip()
                .replace("serial=", "");
        DateTimeFormatter time = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
        return list("R\t%s\t%s%s\t%s\tunknown\t/CN=Test-TSA\n"
                .formatted(
                        time.format(revoked.plus(Duration.ofDays(400))),
                        time.format(revoked),
                        reason.isEmpty() ? "" : "," + reason,
                        serial));
    }

    private Path list(String index) {
        try {
            Files.writeString(folder.resolve("index.txt"), index);
            Files.deleteIfExists(folder.resolve("list.pem"));
            run("openssl ca -gencrl -config ts.cnf -name revoking -cert ca.pem -keyfile ca.key -out list.pem"
                    .split(" "));
            return folder.resolve("list.pem");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String... command) {
        output(command);
    }

    private String output(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        try {
            Process process = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(words + " does not end");
            }
            if (process.exitValue() != 0 && !words.contains("-verify")) {
                throw new IllegalStateException(words + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
