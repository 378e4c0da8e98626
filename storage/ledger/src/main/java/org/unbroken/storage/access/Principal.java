package org.unbroken.storage.access;

import java.util.Optional;

/**
 * Who is calling.
 *
 * @param id of the token or certificate: what entries and logs carry; never a secret, never a name
 * @param agency the only agency whose recordings it may see; empty: all
 * @param camera the only camera it may upload for; empty: any of its agency
 */
public record Principal(String id, Role role, Optional<String> agency, Optional<String> camera) {

    /** Whether recordings of this agency exist for this caller at all. */
    public boolean sees(String recordingAgency) {
        return agency.isEmpty() || agency.get().equals(recordingAgency);
    }
}
