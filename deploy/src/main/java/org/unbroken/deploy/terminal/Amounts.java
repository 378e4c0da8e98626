package org.unbroken.deploy.terminal;

import java.time.Duration;
import java.util.Locale;

/** Amounts for people. */
public final class Amounts {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Amounts() {}

    /** {@code 12.3 MiB}. */
    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /** {@code 1:02:03.450}. */
    public static String micros(long micros) {
        Duration span = Duration.ofNanos(Math.multiplyExact(Math.abs(micros), 1000L));
        return String.format(
                Locale.ROOT,
                "%s%d:%02d:%02d.%03d",
                micros < 0 ? "-" : "",
                span.toHours(),
                span.toMinutesPart(),
                span.toSecondsPart(),
                span.toMillisPart());
    }
}
