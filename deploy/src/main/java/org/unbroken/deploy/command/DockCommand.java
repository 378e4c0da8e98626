package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.dock.Dock;
import org.unbroken.deploy.dock.DockException;
import org.unbroken.deploy.dock.DockOrder;
import org.unbroken.deploy.dock.DockResult;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.dock.TusClient;
import org.unbroken.deploy.terminal.Amounts;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.deploy.terminal.Table;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "dock",
        description = {
            "Uploads files as a dock does, waits for their receipts, checks these and writes them beside the files.",
            "",
            "Wipe a camera only when this ends with 0: then a log signed by the trusted key says that the server holds"
                    + " exactly these bytes. Broken off, the same command goes on where it stopped."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken dock --server http://127.0.0.1:1080/files/ --camera C-0042 --key log.vkey shift/*.mp4",
            "  unbroken dock --server https://intake.example/files/ --camera C-0042 --key log.vkey \\",
            "      --label recorded_start=2026-03-01T08:00:00Z --label case=A-17 clip.mp4"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DockCommand implements Callable<Integer> {
    @Option(
            names = "--server",
            required = true,
            paramLabel = "UPLOAD_URL",
            description = "The server's upload address; one without a path gets /files/.")
    private String server;

    @Option(names = "--camera", required = true, paramLabel = "ID", description = "Which camera recorded the files.")
    private String camera;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "What is known of the files: recorded_start, recorded_end (RFC 3339), sequence, device_time,"
                    + " officer, unit, case, party, place, matter, agency, filetype, filename.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to wait for each receipt (${DEFAULT-VALUE}).")
    private int waitSeconds;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to keep trying while the server does not answer (${DEFAULT-VALUE}).")
    private int patienceSeconds;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recordings of this one camera.")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<DockOrder> orders = orders();
        URI address = ConnectionOptions.server(server, "/files/");
        TrustPolicy trusted = trust.policy();
        TusClient client = new TusClient(
                connection.http(), address, connection.token(), Duration.ofSeconds(patienceSeconds), Pause.real());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Table table = new Table("file", "recording", "size", "sha256", "receipt");
        List<String> reasons = new ArrayList<>();
        int worst = 0;
        try (Progress progress = Progress.standard()) {
            Dock dock = new Dock(client, trusted, Duration.ofSeconds(waitSeconds), progress, Optional.empty());
            for (DockOrder order : orders) {
                String name = order.file().getFileName().toString();
                try {
                    DockResult result = dock.dock(order);
                    table.row(
                            name,
                            result.recording(),
                            Amounts.bytes(result.sizeBytes()),
                            result.sha256().hex().substring(0, 16),
                            result.quarantined().isPresent()
                                    ? "QUARANTINED"
                                    : words(result.report().verdict()));
                    result.quarantined().ifPresent(reason -> reasons.add(name + ": quarantined: " + reason));
                    worst = worse(worst, result.report().verdict().exitCode());
                    result.report().checks().stream()
                            .filter(check -> check.outcome() != Outcome.PASSED
                                    && result.quarantined().isEmpty())
                            .forEach(check -> progress.step(name + ": " + check.name() + ": " + check.message()));
                } catch (DockException e) {
                    // The other files are not to wait for this one.
                    progress.step("unbroken: " + name + ": " + e.getMessage());
                    table.row(name, "-", Amounts.bytes(Files.size(order.file())), "-", "none");
                    worst = worse(worst, 2);
                }
            }
        }
        table.lines().forEach(out::println);
        reasons.forEach(out::println);
        if (trusted.logs().isEmpty()) {
            err.println("unbroken: cannot tell: no trusted key. The receipts are written, and not authenticated; give"
                    + " --key before a camera is wiped");
        }
        out.flush();
        err.flush();
        return worst;
    }

    private List<DockOrder> orders() throws CommandFailure {
        List<DockOrder> orders = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new CommandFailure("not a file: " + file);
            }
            if (files.size() > 1 && labels.containsKey("filename")) {
                throw new ParameterException(
                        spec.commandLine(), "--label filename names one file, and there are " + files.size());
            }
            try {
                orders.add(new DockOrder(file, camera, labels));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
        return orders;
    }

    /** A failed check outranks all else. */
    private static int worse(int a, int b) {
        return a == 1 || b == 1 ? 1 : Math.max(a, b);
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case INTACT -> "checked";
            case DAMAGED -> "REFUSED";
            case NOT_AUTHENTICATED -> "not authenticated";
        };
    }
}
