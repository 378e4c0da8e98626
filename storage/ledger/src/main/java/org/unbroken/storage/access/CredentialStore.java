package org.unbroken.storage.access;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;

/**
 * Where credentials of one kind are kept, by the SHA-256 of what the caller presents, and a journal of who was let in and
 * shut out. Nothing is cached: what one process adds or revokes counts in every other from the next call on.
 */
interface CredentialStore {
    /** The order of lists: oldest first. */
    Comparator<Credential> BY_AGE = Comparator.comparing(Credential::issued).thenComparing(Credential::id);

    Optional<Credential> find(Sha256 key) throws IOException;

    /**
     * Lets a new credential in. It is in the journal first: a crash between leaves a line about a credential that nobody
     * got, and never one that nobody knows of.
     *
     * @throws FileAlreadyExistsException when the key has a credential
     */
    void add(Sha256 key, Credential credential) throws IOException;

    /** All that are not revoked, oldest first, the expired ones included. */
    List<Credential> list() throws IOException;

    /**
     * Shuts out the credential with this id, or all with this name; empty when there is none. It is shut out before the
     * journal says so: a crash between leaves the line missing, and never a line about one that still works.
     */
    List<Credential> revoke(String idOrName, Instant at) throws IOException;
}
