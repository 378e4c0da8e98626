package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.unbroken.deploy.demo.DemoSession;
import org.unbroken.deploy.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Shows the main job whole, on this machine and in a temporary folder: a small fleet docks, some uploads"
                    + " break off and resume, recordings are sealed, described and verified, and a copy with one flipped"
                    + " bit is caught."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken demo",
            "  unbroken demo --exit --json result.json",
            "  unbroken demo --footage ~/clips",
            "",
            "With --exit: 0 when all held, 1 when something did not. Without it the server stays up to look around."
        })
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--exit", description = "End when done.")
    private boolean exit;

    @Option(names = "--json", paramLabel = "PATH", description = "Write the outcome here, as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--footage",
            paramLabel = "DIR",
            description = "Dock every file of this folder, as one camera's, instead of made-up footage.")
    private Optional<Path> footage = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "Work here and leave everything in place afterwards.")
    private Optional<Path> data = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (footage.isPresent() && !Files.isDirectory(footage.get())) {
            throw new CommandFailure("--footage " + footage.get() + ": no such folder");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = Progress.standard()) {
            DemoSession session = DemoSession.start(data, footage, progress);
            boolean held = false;
            try {
                held = session.run(out, json);
                if (!exit) {
                    stay(session, out);
                }
            } finally {
                if (held) {
                    session.close();
                } else {
                    session.closeAndKeep();
                    progress.step("unbroken: what happened is in " + session.folder());
                }
            }
            return held ? 0 : 1;
        }
    }

    private static void stay(DemoSession session, PrintWriter out) throws Exception {
        session.invitation().forEach(out::println);
        out.flush();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                session.close();
                            } catch (Exception e) {
                                System.err.println("unbroken: did not end cleanly: " + e.getMessage());
                            }
                            ended.countDown();
                            Runtime.getRuntime().halt(0);
                        },
                        "shutdown"));
        ended.await();
    }
}
