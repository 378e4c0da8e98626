package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.config.Quantities;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.simulate.live.DockingCurve;
import org.unbroken.deploy.simulate.live.Played;
import org.unbroken.deploy.simulate.live.Player;
import org.unbroken.deploy.simulate.live.Run;
import org.unbroken.deploy.simulate.plan.CapacityModel;
import org.unbroken.deploy.simulate.plan.Cost;
import org.unbroken.deploy.simulate.plan.CostFigure;
import org.unbroken.deploy.simulate.plan.Costs;
import org.unbroken.deploy.simulate.plan.PlanReport;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.deploy.terminal.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        description = {
            "Reckons on paper what a day's footage asks of machines; with --server, plays a docking curve with small"
                    + " files against a running system and measures it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken simulate                                       10,000 cameras, 10 TB a day",
            "  unbroken simulate --cameras 2000 --hours 1 --peak-share 0.4 --json",
            "  unbroken simulate --server http://127.0.0.1:1080/files/ --cameras 500 --duration 2m --curve evening",
            "",
            "With --server: 0 all that was acknowledged is sealed; 1 something is not; 2 nothing was acknowledged."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--plan", description = "On paper, which is what happens without --server.")
    private boolean plan;

    @Option(names = "--json", description = "Print JSON; thousandths have _milli in their names.")
    private boolean json;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            description = "Cameras (on paper 10000; played 100, each comes in once).")
    private Optional<Long> cameras = Optional.empty();

    @ArgGroup(validate = false, heading = "%nOn paper:%n")
    private PlanOptions paper = new PlanOptions();

    @ArgGroup(validate = false, heading = "%nPlayed:%n")
    private PlayOptions play = new PlayOptions();

    @Mixin
    private ConnectionOptions connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (plan && play.server.isPresent()) {
            throw new CommandFailure("--plan and --server: one of them");
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            return play.server.isPresent() ? played(out, play.server.get()) : planned(out);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private int planned(PrintWriter out) throws IOException, CommandFailure {
        Costs costs = costs();
        if (paper.listCosts) {
            Table table = new Table("cost", "figure", "unit", "what", "basis", "source");
            for (Cost cost : Cost.values()) {
                CostFigure figure = costs.figure(cost);
                table.row(
                        cost.key(),
                        Double.toString(figure.value()),
                        cost.unit(),
                        cost.meaning(),
                        figure.basis().name().toLowerCase(java.util.Locale.ROOT),
                        figure.source());
            }
            table.lines().forEach(out::println);
        } else {
            PlanReport report =
                    PlanReport.of(new CapacityModel(costs, paper.shape()), paper.load(cameras.orElse(10_000L)), costs);
            if (json) {
                out.println(report.toJson().text());
            } else {
                report.lines().forEach(out::println);
            }
        }
        out.flush();
        return 0;
    }

    private Costs costs() throws IOException, CommandFailure {
        Optional<Path> own = paper.costs;
        if (own.isEmpty()) {
            return Costs.standard();
        }
        try {
            return Costs.standard().with(Files.readAllLines(own.get()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--costs " + own.get() + ": " + e.getMessage(), e);
        }
    }

    private int played(PrintWriter out, String address) throws Exception {
        URI server = ConnectionOptions.server(address, "/files/");
        Run run = new Run(
                Math.toIntExact(Math.min(1_000_000, cameras.orElse(100L))),
                play.files,
                Math.toIntExact(Math.min(Integer.MAX_VALUE, Quantities.bytes(play.size))),
                Quantities.duration(play.duration),
                DockingCurve.parse(play.curve),
                play.concurrent,
                Quantities.duration(play.patience),
                Quantities.duration(play.settle),
                play.seed.orElseGet(() -> new SecureRandom().nextInt() & 0x7fffffffL));
        Played played;
        try (Progress progress = Progress.standard()) {
            Player player =
                    new Player(connection.http(), server, connection.token(), progress, Pause.real(), System::nanoTime);
            played = player.play(run);
        }
        if (json) {
            out.println(played.json().text());
        } else {
            played.lines().forEach(out::println);
        }
        out.flush();
        return played.outcome().exit();
    }
}
