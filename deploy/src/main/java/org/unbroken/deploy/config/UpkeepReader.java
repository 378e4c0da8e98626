package org.unbroken.deploy.config;

import java.time.Duration;
import org.unbroken.storage.keeping.RetentionSettings;

/** Reads how retention is lengthened. */
final class UpkeepReader {
    private static final RetentionSettings STANDARD =
            new RetentionSettings(Duration.ofDays(1), 200, Duration.ofDays(180), Duration.ofDays(1827));

    private final SettingValues values;

    UpkeepReader(SettingValues values) {
        this.values = values;
    }

    Upkeep read() {
        return new Upkeep(retention());
    }

    private RetentionSettings retention() {
        Duration interval = duration(Setting.RETENTION_INTERVAL, Duration.ofSeconds(1), Duration.ofDays(31));
        int pace = values.count(Setting.RETENTION_RECORDINGS_PER_SECOND, 1, 1_000_000);
        Duration lead = duration(Setting.RETENTION_LEAD, Duration.ofSeconds(3), Duration.ofDays(3660));
        Duration step = duration(Setting.RETENTION_STEP, Duration.ofSeconds(6), Duration.ofDays(36_600));
        try {
            return new RetentionSettings(interval, pace, lead, step);
        } catch (IllegalArgumentException e) {
            values.problem(Setting.RETENTION_LEAD, String.valueOf(e.getMessage()));
            return STANDARD;
        }
    }

    private Duration duration(Setting setting, Duration least, Duration most) {
        return values.value(
                setting,
                Quantities::duration,
                most,
                d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0,
                least + " to " + most);
    }
}
