package org.unbroken.integrity.verify;

import java.util.Optional;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.VerifierKey;

/** A key that may sign for the log of its name, and where that log answers, if the policy says it. */
public record TrustedLog(VerifierKey key, Optional<String> url) {
    public TrustedLog {
        if (key.keyType() == KeyType.UNKNOWN) {
            throw new IllegalArgumentException("a log's key of type " + key.type() + " cannot be verified here");
        }
    }
}
