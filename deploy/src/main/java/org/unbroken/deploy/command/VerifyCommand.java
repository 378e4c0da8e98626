package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.RemoteVerification;
import org.unbroken.deploy.remote.ServerSideVerification;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.stamp.StampException;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.integrity.verify.FileVerification;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = {
            "Says whether a recording is the one that was handed in, whole and in order.",
            "",
            "TARGET is an evidence bundle (a folder or a .zip, as export makes them), or a file in hand, with its manifest and receipt (also found beside it, as dock leaves them), or a"
                    + " recording's id with --server: then manifest, receipt and the original itself are fetched and"
                    + " checked here, and nothing is taken on the server's word."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken verify case-17.zip --policy trusted.policy",
            "  unbroken verify clip.mp4 --key log.vkey",
            "  unbroken verify clip.mp4 --manifest m.json --receipt r.txt --key unbroken.local/log+1f2e3d4c+AX…",
            "  unbroken verify 0193f5e2-7a10-7c3e-9b1d-3f2a6c5e8d90 --server http://127.0.0.1:8080/ --key log.vkey",
            "",
            "0: intact. 1: damaged; each damaged chunk is named, from 0. 2: consistent, but no trusted key vouches for",
            "its origin; or it could not be checked."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TARGET", description = "A bundle, a file, or a recording's id.")
    private String target;

    @Option(names = "--receipt", paramLabel = "FILE", description = "Its receipt; else TARGET.receipt.")
    private Optional<Path> receipt = Optional.empty();

    @Option(names = "--manifest", paramLabel = "FILE", description = "Its manifest; else TARGET.manifest.json.")
    private Optional<Path> manifest = Optional.empty();

    @Option(names = "--server", paramLabel = "CONSOLE_URL", description = "The server's console address.")
    private Optional<String> server = Optional.empty();

    @Option(
            names = "--on-server",
            description = "Let the server re-read its copy and report. Quicker over a thin line, and its word only.")
    private boolean onServer;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(
            names = "--tsa-ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) that are trusted to name time-stamping authorities; for bundles.")
    private Optional<Path> tsaAuthorities = Optional.empty();

    @Option(
            names = "--tsa-crl",
            paramLabel = "FILE",
            description = "Revocation list (CRL, PEM or DER) of one who vouches for such authorities; for bundles.")
    private List<Path> tsaRevocations = new ArrayList<>();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!tsaRevocations.isEmpty() && tsaAuthorities.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tsa-crl says whom to trust no longer, and needs --tsa-ca, which says whom to trust");
        }
        TrustPolicy trusted = trust.policy();
        Optional<Path> file = existing();
        try (Progress progress = Progress.standard()) {
            if (file.isPresent()) {
                if (BundleOutput.isBundle(file.get(), receipt.isPresent() || manifest.isPresent())) {
                    return BundleOutput.verify(
                            file.get(),
                            trusted,
                            authorities(),
                            progress,
                            spec.commandLine().getOut(),
                            json);
                }
                return verifyFile(file.get(), trusted, progress);
            }
            ConsoleClient console = console();
            RecordingId recording = recording();
            if (onServer) {
                return ServerSideVerification.run(
                        console, recording, progress, spec.commandLine().getOut(), json);
            }
            RemoteVerification remote = RemoteVerification.run(console, recording, trusted, progress);
            return print(remote.report(), remote.trouble());
        }
    }

    private TrustedAuthorities authorities() throws IOException, CommandFailure {
        if (tsaAuthorities.isEmpty()) {
            return TrustedAuthorities.NONE;
        }
        try {
            return TrustedAuthorities.parse(Files.readAllBytes(tsaAuthorities.get()))
                    .withRevocations(CrlFiles.read(tsaRevocations));
        } catch (StampException e) {
            throw new CommandFailure("--tsa-ca " + tsaAuthorities.get() + ": " + e.getMessage(), e);
        }
    }

    private int verifyFile(Path file, TrustPolicy trusted, Progress progress) throws IOException {
        byte[] manifestBytes = document(file, manifest, ".manifest.json", Manifest.MAX_BYTES);
        byte[] receiptBytes = document(file, receipt, ".receipt", TlogProof.MAX_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            VerificationReport report = FileVerification.run(
                    channel,
                    manifestBytes,
                    receiptBytes,
                    trusted,
                    done -> progress.bytes(file.getFileName() + ": reading", done, size));
            // Nothing was compared with anything: not even "consistent" may be said.
            boolean alone = manifestBytes == null && receiptBytes == null;
            return print(report, alone ? Optional.of("no manifest and no receipt were given") : Optional.empty());
        }
    }

    /** Given by name it must be there; looked for beside the file it may be missing. */
    private static byte @Nullable [] document(Path file, Optional<Path> given, String suffix, int limit)
            throws IOException {
        Path path = given.orElse(file.toAbsolutePath().resolveSibling(file.getFileName() + suffix));
        if (given.isEmpty() && !Files.exists(path)) {
            return null;
        }
        if (Files.size(path) > limit) {
            throw new IOException(path + " has " + Files.size(path) + " bytes, more than such a document can have");
        }
        return Files.readAllBytes(path);
    }

    private int print(VerificationReport report, Optional<String> trouble) {
        PrintWriter out = spec.commandLine().getOut();
        // Over a line that broke, "could not be read" is not "damaged".
        int exit = trouble.isPresent() ? 2 : report.verdict().exitCode();
        if (json) {
            JsonObject.Builder answer =
                    report.toJson().with().put("target", target).put("exit_code", exit);
            trouble.ifPresent(text -> answer.put("trouble", text));
            out.println(answer.build().text());
        } else if (trouble.isPresent()) {
            report.checks()
                    .forEach(check -> out.println(check.outcome().name().toLowerCase(Locale.ROOT) + " " + check.name()
                            + " " + check.message()));
            out.println("cannot tell: " + trouble.get());
        } else {
            report.lines().forEach(out::println);
        }
        out.flush();
        return exit;
    }

    private Optional<Path> existing() {
        try {
            return Optional.of(Path.of(target)).filter(Files::exists);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private ConsoleClient console() throws IOException, CommandFailure {
        if (server.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), target + ": no such file; for a recording's id, --server is needed");
        }
        return new ConsoleClient(connection.http(), ConnectionOptions.server(server.get(), "/"), connection.token());
    }

    private RecordingId recording() {
        try {
            return new RecordingId(target);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), target + ": neither a file nor a recording's id (UUIDv7 in lower case)", e);
        }
    }
}
