package org.unbroken.storage.access;

import java.util.Optional;
import java.util.function.Predicate;
import org.unbroken.integrity.RecordingId;

/**
 * What one caller may know of, as reports over a whole store ask it. As a predicate it tells of agencies; it is asked with
 * nothing for what belongs to none.
 */
public interface Sight extends Predicate<Optional<String>> {

    /**
     * Of one recording. Where somebody asks who may know of all classes, the agency decides.
     *
     * @param agency whose; empty where nobody knows
     */
    default boolean recording(Optional<String> agency, RecordingId recording) {
        return test(agency);
    }

    /** Of what may belong to a recording. */
    default boolean recording(Optional<String> agency, Optional<RecordingId> recording) {
        return recording.isPresent() ? recording(agency, recording.get()) : test(agency);
    }
}
