package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.unbroken.deploy.config.Quantities;
import org.unbroken.deploy.config.SettingsException;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Credential;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "issue",
        description =
                "Prints a new bearer token, alone on standard output. It is shown this once; only its hash is kept.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken token issue --data /srv/unbroken --role dock --name station-3 --agency pd-east > station-3.token",
            "  unbroken token issue --data /srv/unbroken --role auditor --name inspectorate --expires 90d",
            "  unbroken token issue --data /srv/unbroken --role dock --name station-4 --certificate station-4.pem"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class TokenIssueCommand implements Callable<Integer> {
    @Mixin
    private TokenCommand.Place place = new TokenCommand.Place();

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "dock, officer, custodian, approver, auditor, operator or gateway.")
    private String role;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "For people, in lists.")
    private String name;

    @Option(
            names = "--agency",
            paramLabel = "A",
            description = "Bound to this agency. Without it a dock's is \"default\", and other roles see all.")
    private Optional<String> agency = Optional.empty();

    @Option(names = "--camera", paramLabel = "C", description = "A dock bound to this camera.")
    private Optional<String> camera = Optional.empty();

    @Option(
            names = "--office",
            paramLabel = "OFFICE",
            description =
                    "What the holder is in the rulebook's words: handler, keeper, office-director, department-head,"
                            + " leader-in-charge or head. May be given again.")
    private List<String> offices = new ArrayList<>();

    @Option(
            names = "--cleared",
            paramLabel = "CLASS",
            description = "A secrecy class of which the holder may know, such as trade-secret. May be given again.")
    private List<String> cleared = new ArrayList<>();

    @Option(
            names = "--expires",
            paramLabel = "T",
            description = "A moment (RFC 3339) or a time from now, such as 30d. Without it: never.")
    private Optional<String> expires = Optional.empty();

    @Option(
            names = "--certificate",
            paramLabel = "PEM",
            description = "Let the holder of this client certificate in instead of printing a token.")
    private Optional<Path> certificate = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Grant grant;
        try {
            grant = new Grant(
                    name,
                    Role.ofWire(role),
                    agency,
                    camera,
                    expires.map(TokenIssueCommand::moment),
                    offices.stream().map(Office::ofWire).collect(Collectors.toUnmodifiableSet()),
                    Set.copyOf(cleared));
            if (grant.expires().isPresent() && !grant.expires().get().isAfter(Instant.now())) {
                throw new IllegalArgumentException(
                        "--expires " + grant.expires().get() + " is over already");
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        if (certificate.isPresent()) {
            TokenCommand.print(
                    register(certificate.get(), grant),
                    "registered",
                    spec.commandLine().getErr());
            return 0;
        }
        BearerTokens.Issued issued;
        try (CredentialPlace kept = place.open()) {
            issued = kept.tokens().issue(grant);
        }
        spec.commandLine().getOut().println(issued.text());
        spec.commandLine().getOut().flush();
        TokenCommand.print(issued.credential(), "issued", spec.commandLine().getErr());
        return 0;
    }

    private Credential register(Path pem, Grant grant) throws IOException, CommandFailure, SettingsException {
        try (InputStream in = Files.newInputStream(pem);
                CredentialPlace kept = place.open()) {
            X509Certificate holder =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return kept.certificates().register(holder, grant);
        } catch (CertificateException e) {
            throw new CommandFailure("--certificate " + pem + ": " + e.getMessage(), e);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure("--certificate " + pem + ": registered already; revoke it first", e);
        }
    }

    private static Instant moment(String text) {
        if (text.matches("[0-9]+ *[a-z]+")) {
            return Instant.now().plus(Quantities.duration(text));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--expires " + text + ": neither a moment such as 2027-01-31T00:00:00Z nor a time such as 30d", e);
        }
    }
}
