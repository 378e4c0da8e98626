package org.unbroken.storage.access;

import java.util.Optional;

/**
 * Who is calling.
 *
 * @param id of the token or certificate: what entries and logs carry; never a secret, never the name
 * @param agency the only agency whose recordings it may see; empty: all
 * @param camera the only camera it may upload for; empty: any of its agency
 * @param name what the credential is called, for people; in details, never in entries
 */
public record Principal(String id, Role role, Optional<String> agency, Optional<String> camera, String name) {

    /** One whose name nobody knows. */
    public Principal(String id, Role role, Optional<String> agency, Optional<String> camera) {
        this(id, role, agency, camera, "");
    }

    /** Whether recordings of this agency exist for this caller at all. */
    public boolean sees(String recordingAgency) {
        return agency.isEmpty() || agency.get().equals(recordingAgency);
    }
}
