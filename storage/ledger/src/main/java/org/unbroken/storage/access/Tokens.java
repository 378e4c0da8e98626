package org.unbroken.storage.access;

import java.io.IOException;
import java.util.Optional;

/** Bearer tokens. Only their hashes are kept; revocation works at once. */
public interface Tokens {

    /** Whose token this is; empty when it is unknown, revoked or expired. Reads no more than one small file. */
    Optional<Principal> authenticate(String bearer) throws IOException;
}
