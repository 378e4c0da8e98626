package org.unbroken.deploy.config;

import java.time.Duration;
import java.util.Optional;
import org.unbroken.storage.keeping.RetentionSettings;

/**
 * What goes round over the store beside the audit.
 *
 * @param copying empty where no copy is made
 */
public record Upkeep(RetentionSettings retention, Optional<Copying> copying) {

    /**
     * How the copy in the second store is made.
     *
     * @param interval between two comparisons of the stores' lists
     */
    public record Copying(long bytesPerSecond, Duration interval) {}
}
