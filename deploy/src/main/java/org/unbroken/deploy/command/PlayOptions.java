package org.unbroken.deploy.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How a docking curve is played. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class PlayOptions {
    @Option(names = "--server", paramLabel = "URL", description = "The upload address of a system that runs.")
    Optional<String> server = Optional.empty();

    @Option(names = "--files", defaultValue = "1", description = "Files a camera (${DEFAULT-VALUE}).")
    int files;

    @Option(names = "--size", defaultValue = "64KiB", description = "Bytes a file (${DEFAULT-VALUE}).")
    String size;

    @Option(
            names = "--duration",
            defaultValue = "60s",
            description = "Within which the cameras come in (${DEFAULT-VALUE}).")
    String duration;

    @Option(
            names = "--curve",
            defaultValue = "evening",
            description = "flat, evening, or weights of equal slices such as 1,3,8,2 (${DEFAULT-VALUE}).")
    String curve;

    @Option(names = "--concurrent", defaultValue = "64", description = "Uploads at once (${DEFAULT-VALUE}).")
    int concurrent;

    @Option(
            names = "--patience",
            defaultValue = "5m",
            description = "How long a camera goes on trying with one file (${DEFAULT-VALUE}).")
    String patience;

    @Option(
            names = "--settle",
            defaultValue = "5m",
            description = "How long to wait for receipts after the last upload (${DEFAULT-VALUE}).")
    String settle;

    @Option(names = "--seed", description = "Makes cameras and bytes; another for each run, unless given.")
    Optional<Long> seed = Optional.empty();
}
