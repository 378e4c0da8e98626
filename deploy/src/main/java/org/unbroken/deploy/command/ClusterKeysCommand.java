package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.cluster.keys.FlinkKeys;
import org.unbroken.deploy.cluster.keys.KafkaKeys;
import org.unbroken.deploy.cluster.keys.KeyPassword;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "keys",
        description = {
            "Makes the keys by which one Flink cluster's processes know each other, and a client certificate for those who"
                    + " ask its JobManager; or Kafka's. For machines of your own: \"cluster up\" makes its own.",
            "All processes of one Flink cluster are given the same folder; another cluster gets another."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken cluster keys --out flink-seal --host jobmanager-seal",
            "  curl --cacert flink-seal/rest.crt --cert flink-seal/client.pem https://jobmanager-seal:8081/jobs/overview",
            "  unbroken cluster keys --kafka --out /etc/unbroken/kafka --host kafka-1 --host kafka-2 --host kafka-3"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ClusterKeysCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for them; made if need be.")
    private Path out;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "The JobManager's or a broker's, as those call it who ask it; localhost is known anyway."
                    + " Repeatable.")
    private List<String> hosts = List.of();

    @Option(
            names = "--kafka",
            description =
                    "Keys of Kafka's brokers and clients. client.properties is for kafka.client-properties, and names"
                            + " its files as they lie in DIR: make them where the clients find them.")
    private boolean kafka;

    @Option(
            names = "--at",
            paramLabel = "DIR",
            description = "Where Kafka's clients will find the files, if not in the folder where they are made.")
    private Optional<Path> at = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the keystores' password, where something else has to know it; else a random one.")
    private Optional<Path> passwordFile = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DurableFiles files = new DurableFiles(new LocalDisk());
        SecureRandom random = new SecureRandom();
        String password = passwordFile.isPresent() ? chosen(passwordFile.get()) : KeyPassword.random(random);
        boolean made = kafka
                ? new KafkaKeys(out).prepare(hosts, at.orElse(out), password, files, Clock.systemUTC(), random)
                : new FlinkKeys(out).prepare(hosts, password, files, Clock.systemUTC(), random);
        if (!made) {
            throw new CommandFailure(
                    "--out " + out + ": there are keys already. Remove the folder to have new ones, and"
                            + " start all processes of that cluster anew");
        }
        spec.commandLine().getOut().println("made " + out.toAbsolutePath().normalize());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static String chosen(Path file) throws IOException, CommandFailure {
        String password = Files.readString(file).strip();
        if (!password.matches("[A-Za-z0-9]{6,100}")) {
            throw new CommandFailure("--password-file " + file + ": 6 to 100 letters and digits, on one line");
        }
        return password;
    }
}
