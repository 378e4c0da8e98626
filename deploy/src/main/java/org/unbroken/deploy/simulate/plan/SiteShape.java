package org.unbroken.deploy.simulate.plan;

/**
 * The machines to be had, and how far to load them.
 *
 * @param utilisation of a machine at the peak, at most; the rest is for retries, repair and the machine that failed
 * @param describeHours of the day within which a day's footage is to be described
 * @param proxyShare of the footage for which a proxy is made ahead of demand
 * @param storedCopies raw bytes on disk for a byte stored: 3 for three copies, 1.5 for erasure coding 4+2
 */
public record SiteShape(
        int coresPerMachine,
        double gigabitPerSecond,
        double utilisation,
        double describeHours,
        double proxyShare,
        double storedCopies,
        double storageNodeTerabytes,
        double retentionYears,
        double kafkaDays) {
    public SiteShape {
        require("cores a machine", coresPerMachine, 1, 1024);
        require("Gbit/s", gigabitPerSecond, 0.1, 1000);
        require("utilisation", utilisation, 0.05, 1);
        require("hours to describe a day", describeHours, 1, 24);
        require("share with a proxy", proxyShare, 0, 1);
        require("copies", storedCopies, 1, 10);
        require("TB a storage node", storageNodeTerabytes, 1, 100_000);
        require("years", retentionYears, 0.01, 100);
        require("days in Kafka", kafkaDays, 0.1, 365);
    }

    private static void require(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(what + " = " + value + ": expected " + least + " to " + most);
        }
    }
}
