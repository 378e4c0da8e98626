package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.Setting;
import org.unbroken.deploy.logs.Logs;
import org.unbroken.deploy.server.UnbrokenServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = "Runs the server until it is told to end (SIGTERM, Ctrl+C).",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken serve --data /srv/unbroken",
            "  unbroken serve --config /etc/unbroken.properties",
            "",
            "Once ready it prints its two addresses. Keys of the file: docs/CONFIGURATION.md."
        })
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration: key = value lines.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "Folder that holds everything.")
    private Optional<String> data = Optional.empty();

    @Option(names = "--upload-port", paramLabel = "N", description = "Port for cameras and docks; 0 takes a free one.")
    private Optional<String> uploadPort = Optional.empty();

    @Option(names = "--console-port", paramLabel = "N", description = "Port for people; 0 takes a free one.")
    private Optional<String> consolePort = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Map<Setting, String> overrides = new EnumMap<>(Setting.class);
        data.ifPresent(value -> overrides.put(Setting.DATA, value));
        uploadPort.ifPresent(value -> overrides.put(Setting.UPLOAD_PORT, value));
        consolePort.ifPresent(value -> overrides.put(Setting.CONSOLE_PORT, value));
        ServerSettings settings = ServerSettings.load(config, overrides);
        Logs.toStandardError();
        UnbrokenServer server = new UnbrokenServer(settings);
        try {
            server.start();
        } catch (Exception e) {
            // Threads of half a server (Flink's, Netty's) would keep the process alive.
            server.close();
            throw e;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, ended), "shutdown"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("upload " + server.uploadUri());
        out.println("console " + server.consoleUri());
        out.flush();
        ended.await();
        return 0;
    }

    private static void end(UnbrokenServer server, CountDownLatch ended) {
        int code = 0;
        try {
            server.close();
            log.atInfo().log("ended");
        } catch (Exception e) {
            // Nothing acknowledged rests on a clean end; the next start recovers as after a crash.
            log.atError().setCause(e).log("did not end cleanly");
            code = 2;
        }
        ended.countDown();
        // An asked-for end is no failure: without this the JVM would report the signal (143).
        Runtime.getRuntime().halt(code);
    }
}
