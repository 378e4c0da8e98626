package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the programs are.
 *
 * @param java the program that runs this
 * @param classPath of Unbroken
 * @param kafka folder with the broker's jars
 * @param plugins folder with Flink's plugins, a folder each
 * @param scripts folder with Ceph's scripts
 */
record Installation(String java, String classPath, Path kafka, Path plugins, Path scripts) {

    /** The one that this process was started from: the script names its root, the jar lies in the package. */
    static Installation current() throws IOException {
        Path root = Path.of(System.getProperty("unbroken.root", "")).toAbsolutePath();
        Path built = root.resolve("deploy").resolve("target").resolve("unbroken");
        Installation installation = new Installation(
                ProcessHandle.current()
                        .info()
                        .command()
                        .orElse(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                System.getProperty("java.class.path"),
                built.resolve("kafka"),
                built.resolve("plugins"),
                root.resolve("deploy").resolve("s3"));
        for (Path needed : List.of(installation.kafka, installation.scripts)) {
            if (!Files.isDirectory(needed)) {
                throw new IOException(needed + " is missing: start this by the script ./unbroken, which builds it");
            }
        }
        return installation;
    }

    /** A program of Unbroken's own. */
    List<String> unbroken(List<String> options, String... arguments) {
        List<String> command = base(options);
        command.addAll(List.of("-cp", classPath, "org.unbroken.deploy.Unbroken"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A program of Flink's, with all its options. */
    List<String> flink(List<String> arguments) {
        List<String> command = base(List.of());
        command.addAll(arguments);
        return command;
    }

    /** A program of Kafka's. */
    List<String> kafka(List<String> arguments) {
        List<String> command = base(List.of());
        command.addAll(List.of("-cp", jars(kafka)));
        command.addAll(arguments);
        return command;
    }

    private List<String> base(List<String> options) {
        List<String> command = new ArrayList<>(List.of(java, "-Xshare:auto", "-Dfile.encoding=UTF-8"));
        if (Runtime.version().feature() >= 23) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(options);
        return command;
    }

    /** As java itself understands it: all jars of the folder. */
    private static String jars(Path folder) {
        return folder + "/*";
    }
}
