package org.unbroken.deploy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.unbroken.storage.keeping.RetentionSettings;

/** Reads how retention is lengthened and the copy made. */
final class UpkeepReader {
    private static final RetentionSettings STANDARD =
            new RetentionSettings(Duration.ofDays(1), 200, Duration.ofDays(180), Duration.ofDays(1827));

    private final SettingValues values;

    UpkeepReader(SettingValues values) {
        this.values = values;
    }

    Upkeep read() {
        return new Upkeep(retention(), copying());
    }

    private Optional<Upkeep.Copying> copying() {
        Upkeep.Copying told = new Upkeep.Copying(
                values.bytes(Setting.REPLICATE_BYTES_PER_SECOND, 1, 1L << 40),
                duration(Setting.REPLICATE_INTERVAL, Duration.ofSeconds(1), Duration.ofDays(366)));
        if (!values.flag(Setting.REPLICATE)) {
            return Optional.empty();
        }
        Optional<Path> folder = values.path(Setting.REPLICA_FOLDER);
        boolean bucket = values.address(Setting.REPLICA_S3_ENDPOINT).isPresent();
        if (folder.isEmpty() && !bucket) {
            values.problem(Setting.REPLICATE, "needs a place: replica.folder or replica.s3.endpoint");
        }
        folder.map(path -> path.toAbsolutePath().normalize()).ifPresent(this::check);
        if (bucket && !values.isGiven(Setting.REPLICA_S3_SHARED_BUCKET)) {
            values.problem(Setting.REPLICA_S3_SHARED_BUCKET, "is needed where replicate = true");
        }
        return Optional.of(told);
    }

    private void check(Path folder) {
        if (!folder.endsWith("worm")) {
            values.problem(Setting.REPLICA_FOLDER, "with replicate = true its name has to be worm, as the store's is");
        }
        Optional<Path> data =
                values.path(Setting.DATA).map(path -> path.toAbsolutePath().normalize());
        if (data.isPresent() && (folder.startsWith(data.get()) || data.get().startsWith(folder))) {
            values.problem(Setting.REPLICA_FOLDER, "lies in the data folder: a copy beside its original is none");
        }
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
