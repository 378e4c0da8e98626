package org.unbroken.transcode.table;

import java.util.Map;
import java.util.Optional;

/**
 * Where one track's tables lie.
 *
 * @param handler what the track holds, four letters, such as {@code vide} or {@code soun}
 * @param tables boxes of {@code stbl} by type
 * @param repeated whether a table comes twice, so that it is open which of them counts
 */
public record TrackBoxes(long id, long timeScale, String handler, Map<String, Extent> tables, boolean repeated) {
    /** Under this name stands a group of samples (sbgp) at which decoding can begin after some others. */
    public static final String RECOVERY_GROUPS = "rap ";

    public TrackBoxes {
        tables = Map.copyOf(tables);
    }

    Optional<Extent> table(String type) {
        return Optional.ofNullable(tables.get(type));
    }
}
