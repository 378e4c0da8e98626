package org.unbroken.deploy.command;

import java.nio.file.Path;
import java.util.Optional;
import org.unbroken.deploy.simulate.plan.DockingLoad;
import org.unbroken.deploy.simulate.plan.SiteShape;
import picocli.CommandLine.Option;

/** What is docked and on which machines: the defaults are the project's target, 10 TB a day. */
final class PlanOptions {
    @Option(names = "--hours", defaultValue = "0.585", description = "Recorded by a camera a day (${DEFAULT-VALUE}).")
    private double hours;

    @Option(names = "--mbit", defaultValue = "3.8", description = "Mbit/s of the footage (${DEFAULT-VALUE}).")
    private double mbit;

    @Option(names = "--file-minutes", defaultValue = "10", description = "Minutes a file (${DEFAULT-VALUE}).")
    private double fileMinutes;

    @Option(
            names = "--peak-share",
            defaultValue = "0.25",
            description = "Share of the day's footage docked in the busiest hour (${DEFAULT-VALUE}).")
    private double peakShare;

    @Option(names = "--cores", defaultValue = "16", description = "Cores of a machine (${DEFAULT-VALUE}).")
    private int cores;

    @Option(names = "--gbit", defaultValue = "10", description = "Gbit/s of a machine's network (${DEFAULT-VALUE}).")
    private double gbit;

    @Option(
            names = "--utilisation",
            defaultValue = "0.6",
            description = "How full a machine may be at the peak (${DEFAULT-VALUE}).")
    private double utilisation;

    @Option(
            names = "--describe-hours",
            defaultValue = "20",
            description = "Hours within which a day's footage is described (${DEFAULT-VALUE}).")
    private double describeHours;

    @Option(
            names = "--proxy-share",
            defaultValue = "0.2",
            description = "Share of the footage with a proxy made ahead of demand (${DEFAULT-VALUE}).")
    private double proxyShare;

    @Option(
            names = "--copies",
            defaultValue = "1.5",
            description = "Raw bytes on disk for a byte kept: 1.5 for erasure coding 4+2 (${DEFAULT-VALUE}).")
    private double copies;

    @Option(names = "--node-tb", defaultValue = "200", description = "Raw TB of a storage node (${DEFAULT-VALUE}).")
    private double nodeTerabytes;

    @Option(names = "--years", defaultValue = "2", description = "Years that footage is kept (${DEFAULT-VALUE}).")
    private double years;

    @Option(names = "--kafka-days", defaultValue = "7", description = "Days that Kafka keeps (${DEFAULT-VALUE}).")
    private double kafkaDays;

    @Option(names = "--costs", paramLabel = "FILE", description = "Own figures in place of the project's.")
    Optional<Path> costs = Optional.empty();

    @Option(names = "--list-costs", description = "Show every figure the model is fed with, and its source.")
    boolean listCosts;

    DockingLoad load(long cameras) {
        return new DockingLoad(cameras, hours, mbit, fileMinutes, peakShare);
    }

    SiteShape shape() {
        return new SiteShape(
                cores, gbit, utilisation, describeHours, proxyShare, copies, nodeTerabytes, years, kafkaDays);
    }
}
