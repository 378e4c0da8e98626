package org.unbroken.storage.access;

import java.util.Optional;
import java.util.Set;

/**
 * Who is calling.
 *
 * @param id of the token or certificate: what entries and logs carry; never a secret, never the name
 * @param agency the only agency whose recordings it may see; empty: all
 * @param camera the only camera it may upload for; empty: any of its agency
 * @param name what the credential is called, for people; in details, never in entries
 * @param offices what the caller is in the regulation's words
 * @param cleared the secrecy classes of which the caller may know
 */
public record Principal(
        String id,
        Role role,
        Optional<String> agency,
        Optional<String> camera,
        String name,
        Set<Office> offices,
        Set<String> cleared) {
    public Principal {
        offices = Set.copyOf(offices);
        cleared = Set.copyOf(cleared);
    }

    /** One who holds no office. */
    public Principal(String id, Role role, Optional<String> agency, Optional<String> camera, String name) {
        this(id, role, agency, camera, name, Set.of(), Set.of());
    }

    /** One whose name nobody knows. */
    public Principal(String id, Role role, Optional<String> agency, Optional<String> camera) {
        this(id, role, agency, camera, "");
    }

    /** Whether recordings of this agency exist for this caller at all. */
    public boolean sees(String recordingAgency) {
        return agency.isEmpty() || agency.get().equals(recordingAgency);
    }
}
