package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.logs.Logs;
import org.unbroken.deploy.scaleout.LogNodeProcess;
import org.unbroken.deploy.scaleout.StoreSettings;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.events.ReadAgain;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.shared.SharedDocuments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "log",
        description = "Runs a node of a cluster's custody log, with its console, until it is told to end (SIGTERM).",
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken log --config /etc/unbroken/log.properties",
            "",
            "Once ready it prints its addresses. Keys of the file: docs/CONFIGURATION.md."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class LogCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration: key = value lines.")
    private Path config;

    @Option(
            names = "--read-facts-again",
            description = "Starts no node. The log will read all of Kafka's facts again, from what is there: to be used"
                    + " when Kafka has lost some (\"facts cannot be read\" in the log nodes' logs). What it has taken"
                    + " already changes nothing.")
    private boolean readFactsAgain;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerSettings settings = ServerSettings.load(NodeRole.LOG, Optional.of(config), Map.of());
        Logs.toStandardError();
        if (readFactsAgain) {
            return readAgain(settings);
        }
        return NodeRunner.run(new LogNodeProcess(settings), spec.commandLine().getOut());
    }

    private int readAgain(ServerSettings settings) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        KafkaSettings kafka = StoreSettings.kafka(settings.scaleOut().broker().orElseThrow());
        try (S3Connection connection =
                new S3Connection(StoreSettings.s3(settings.scaleOut().store().orElseThrow()))) {
            connection.start();
            try (SharedDocuments documents = new S3SharedDocuments(connection)) {
                documents.start();
                new ReadAgain(documents, kafka, System::nanoTime)
                        .run()
                        .ifPresentOrElse(
                                lost -> out.println("lost: " + lost.getMessage()),
                                () -> out.println("Kafka has all that was to be read next"));
            }
        }
        out.println("the log reads Kafka's facts again from what is there; the node that leads begins anew");
        out.flush();
        return 0;
    }
}
