package org.unbroken.storage.keeping;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.storage.ledger.Recording;

/** For how long its agency's rulebook wants a recording kept, by all that the ledger knows of it. No camera's time counts. */
public interface KeepingRules {
    KeepingRules NONE = recording -> Optional.empty();

    /** Empty for an agency without a rulebook: what stands at sealing holds. */
    Optional<Wanted> wanted(Recording recording) throws IOException;

    /**
     * What a rulebook wants.
     *
     * @param until not before this
     * @param open whether it may not go then either, since a reason has no known end
     * @param classes of the reasons, such as {@code plain} and {@code unlabelled}
     * @param rulebook its id and version, for the detail of what is done about it
     */
    record Wanted(Instant until, boolean open, List<String> classes, String rulebook) {
        public Wanted {
            classes = List.copyOf(classes);
        }
    }
}
