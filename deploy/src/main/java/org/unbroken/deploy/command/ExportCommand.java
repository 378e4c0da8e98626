package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.export.EvidenceExport;
import org.unbroken.deploy.export.EvidenceSource;
import org.unbroken.deploy.export.RemoteEvidence;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.deploy.scaleout.StoredCluster;
import org.unbroken.deploy.server.PartSettings;
import org.unbroken.deploy.server.StoredFolder;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.disc.DiscSetWriter;
import org.unbroken.integrity.disc.DiscSize;
import org.unbroken.integrity.disc.Xorriso;
import org.unbroken.integrity.evidence.BundleContents;
import org.unbroken.integrity.evidence.BundleSource;
import org.unbroken.integrity.evidence.BundleWriter;
import org.unbroken.integrity.evidence.ExportStatement;
import org.unbroken.integrity.evidence.Originals;
import org.unbroken.integrity.evidence.ProofFile;
import org.unbroken.integrity.evidence.ReleaseGround;
import org.unbroken.integrity.evidence.RevocationFiles;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = {
            "Makes an evidence bundle of recordings: a BagIt bag that proves them offline, with stock tools.",
            "",
            "From a server's console with a custodian's token; or from the folder of a server that does not run; or, with"
                    + " the configuration of a cluster's log node, from the cluster's stores, whether its processes run or not.",
            "",
            "The export is entered in the custody log before the first byte is read. Who took it out, for whom and on what"
                    + " ground is kept with the recording and stands in the explanatory note; what is not given"
                    + " is left open there, to be filled in by hand."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken export 0193f5e2-7a10-7c3e-9b1d-3f2a6c5e8d90 --out case-17.zip --server https://console:8080/ \\",
            "      --extracted-by 李四 --for 某县人民法院 --approved-by 王五 --reason '(2026) 行初 17 号'",
            "  unbroken export 0193f5e2-7a10-7c3e-9b1d-3f2a6c5e8d90 --out case-17 --data /srv/unbroken",
            "  unbroken export 0193f5e2-7a10-7c3e-9b1d-3f2a6c5e8d90 --out case-17 --config log-1.properties",
            "  unbroken verify case-17.zip --key log.vkey"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ExportCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Parameters(paramLabel = "RECORDING", arity = "1..*", description = "The recordings' ids.")
    private List<String> recordings = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "PATH",
            required = true,
            description = "Where to: a folder, or one file if it ends in .zip. Nothing is overwritten.")
    private Path out;

    @Option(
            names = "--discs",
            paramLabel = "SIZE",
            converter = DiscSizeConverter.class,
            description =
                    "Instead of a bundle: images of discs that hold so much (4.7GB, 25GB, 100GB), in the folder PATH."
                            + " unbroken discs checks them and puts them together. Needs xorriso.")
    private Optional<DiscSize> discs = Optional.empty();

    @Option(names = "--server", paramLabel = "CONSOLE_URL", description = "The server's console address.")
    private Optional<String> server = Optional.empty();

    @Option(names = "--extracted-by", paramLabel = "NAME", description = "Who takes them out (提取人).")
    private Optional<String> extractedBy = Optional.empty();

    @Option(names = "--for", paramLabel = "NAME", description = "For whom (提供对象).")
    private Optional<String> recipient = Optional.empty();

    @Option(names = "--approved-by", paramLabel = "NAME", description = "Who approved it (批准人).")
    private Optional<String> approvedBy = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "On what ground (提取事由).")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--place", paramLabel = "TEXT", description = "Where (提取地点).")
    private Optional<String> place = Optional.empty();

    @Option(
            names = "--request",
            paramLabel = "REQUEST",
            description = "The approved request by which they are given out; for whom and why come from it.")
    private Optional<String> request = Optional.empty();

    @Option(names = "--as-evidence", description = "To be used as evidence (作为证据使用).")
    private boolean asEvidence;

    @Option(names = "--maker", paramLabel = "NAME", description = "Who made them (制作人), where no label tells.")
    private Optional<String> maker = Optional.empty();

    @Option(names = "--taker", paramLabel = "NAME", description = "Who took the evidence (取证人员), likewise.")
    private Optional<String> taker = Optional.empty();

    @Option(names = "--taken-at", paramLabel = "TEXT", description = "When it was taken (取证时间), likewise.")
    private Optional<String> takenAt = Optional.empty();

    @Option(names = "--taken-where", paramLabel = "TEXT", description = "Where it was taken (取证地点), likewise.")
    private Optional<String> takenWhere = Optional.empty();

    @Option(
            names = "--tsa-crl",
            paramLabel = "FILE",
            description =
                    "Revocation list (CRL, PEM or DER) of one who vouches for a time-stamping authority: goes into"
                            + " the bundle, as proof/crls.")
    private List<Path> tsaRevocations = new ArrayList<>();

    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Spec
    private CommandSpec spec;

    private final List<ProofFile> revocations = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Set<RecordingId> ids = ids();
        InstantSource clock = InstantSource.system();
        if (discs.isPresent()) {
            DiscSetWriter.requireEmpty(out);
            DiscInput.xorriso();
        } else {
            BundleWriter.requireFree(out);
        }
        try {
            revocations.addAll(RevocationFiles.of(CrlFiles.read(tsaRevocations)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "--tsa-crl: " + e.getMessage() + "; nothing is entered and nothing was written", e);
        }
        ExportStatement statement;
        if (server.isPresent()) {
            ConsoleClient console = new ConsoleClient(
                    connection.http(), ConnectionOptions.server(server.get(), "/"), connection.token());
            if (request.isPresent()) {
                fill(console.json(AccessServer.path(request.get(), "")));
            }
            statement = statement(clock);
            run(new RemoteEvidence(console), ids, statement);
        } else {
            statement = statement(clock);
            if (folder.isCluster()) {
                try (StoredCluster stored = new StoredCluster(folder.logNode())) {
                    run(joined(stored), ids, statement);
                }
            } else {
                try (StoredFolder stored = StoredFolder.open(folder.settings())) {
                    run(stored.evidence(), ids, statement);
                }
            }
        }
        PrintWriter printer = spec.commandLine().getOut();
        printer.println((discs.isPresent() ? "discs " : "bundle ") + out + " with " + ids.size()
                + (ids.size() == 1 ? " recording" : " recordings") + ", export " + statement.export());
        printer.flush();
        return 0;
    }

    private static EvidenceSource joined(StoredCluster stored) throws IOException, InterruptedException {
        try (Progress progress = Progress.standard()) {
            return stored.evidence((step, done) -> progress.at(step + ": " + done));
        }
    }

    /** What the request says need not be said again. */
    private void fill(JsonObject approved) {
        recipient = recipient.or(() -> approved.findString("for"));
        reason = reason.or(() -> approved.findString("reason"));
        List<String> names = approved.array("approvals").objects().stream()
                .map(each -> each.findString("by").orElse(each.string("actor")))
                .toList();
        approvedBy = approvedBy.or(() -> names.isEmpty() ? Optional.empty() : Optional.of(String.join("、", names)));
    }

    private void run(EvidenceSource source, Set<RecordingId> ids, ExportStatement statement)
            throws IOException, ConsoleException, InterruptedException, CommandFailure {
        try (Progress progress = Progress.standard()) {
            EvidenceExport export =
                    new EvidenceExport(source, revocations, Pause.real(), System::nanoTime, PATIENCE, progress);
            if (discs.isEmpty()) {
                export.run(List.copyOf(ids), statement, out);
                return;
            }
            export.run(List.copyOf(ids), statement, new Discs(discs.get(), out, DiscInput.xorriso(), progress));
        }
    }

    /** Images of discs in a folder. */
    private record Discs(DiscSize size, Path out, Xorriso xorriso, Progress progress)
            implements EvidenceExport.Destination {
        @Override
        public void requireRoom(SortedMap<String, Long> expected) throws IOException {
            try {
                DiscSetWriter.requireRoom(expected, size);
            } catch (IllegalArgumentException tooSmall) {
                throw new IOException(tooSmall.getMessage() + "; nothing is entered and nothing was written", tooSmall);
            }
        }

        @Override
        public void write(BundleContents contents, Originals originals) throws IOException {
            try (BundleSource bundle = BundleSource.of(contents, originals)) {
                DiscSetWriter.write(bundle, size, out, xorriso, progress::step);
            } catch (IllegalArgumentException tooSmall) {
                throw new IOException(
                        tooSmall.getMessage() + "; the export is entered, and nothing was written", tooSmall);
            }
        }
    }

    private Set<RecordingId> ids() {
        Set<RecordingId> ids = new LinkedHashSet<>();
        for (String text : recordings) {
            try {
                ids.add(new RecordingId(text));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        spec.commandLine(), text + ": not a recording's id (UUIDv7 in lower case)", e);
            }
        }
        return ids;
    }

    private ExportStatement statement(InstantSource clock) {
        try {
            return new ExportStatement(
                    RecordingId.generate(clock, new SecureRandom()),
                    clock.instant(),
                    extractedBy,
                    recipient,
                    approvedBy,
                    reason,
                    place,
                    PartSettings.SOFTWARE,
                    new ReleaseGround(request.map(RecordingId::new), asEvidence, maker, taker, takenAt, takenWhere));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "what the note is to say: " + e.getMessage(), e);
        }
    }
}
