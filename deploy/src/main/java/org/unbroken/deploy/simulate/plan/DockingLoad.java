package org.unbroken.deploy.simulate.plan;

/**
 * What the cameras bring in a day.
 *
 * @param hoursPerCamera recorded a day, the mean over all cameras, those off duty included
 * @param peakShare of the day's footage, docked in the busiest hour
 */
public record DockingLoad(
        long cameras, double hoursPerCamera, double megabitPerSecond, double minutesPerFile, double peakShare) {
    public DockingLoad {
        require("cameras", (double) cameras, 1, 100_000_000);
        require("hours a camera", hoursPerCamera, 0.001, 24);
        require("Mbit/s", megabitPerSecond, 0.01, 1000);
        require("minutes a file", minutesPerFile, 0.01, 1440);
        require("share of the peak hour", peakShare, 1.0 / 24, 1);
    }

    private static void require(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(what + " = " + value + ": expected " + least + " to " + most);
        }
    }

    public double hoursPerDay() {
        return cameras * hoursPerCamera;
    }

    public double bytesPerDay() {
        return hoursPerDay() * 3600 * megabitPerSecond * 1e6 / 8;
    }

    public double filesPerDay() {
        return hoursPerDay() * 60 / minutesPerFile;
    }

    public double fileBytes() {
        return bytesPerDay() / filesPerDay();
    }

    double peakBytesPerSecond() {
        return bytesPerDay() * peakShare / 3600;
    }

    double peakFilesPerSecond() {
        return filesPerDay() * peakShare / 3600;
    }

    public DockingLoad doubled() {
        return new DockingLoad(cameras * 2, hoursPerCamera, megabitPerSecond, minutesPerFile, peakShare);
    }
}
