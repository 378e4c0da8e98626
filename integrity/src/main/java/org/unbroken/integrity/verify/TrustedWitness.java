package org.unbroken.integrity.verify;

import java.util.Optional;
import org.unbroken.integrity.note.VerifierKey;

/** A witness of a policy: what the policy calls it, its key, and where it answers (the submission prefix). */
public record TrustedWitness(String name, VerifierKey key, Optional<String> url) {
    public TrustedWitness {
        if (!key.keyType().isCosignature()) {
            throw new IllegalArgumentException(
                    "a witness's key is of type 4 or 6 (C2SP tlog-cosignature), not " + key.type());
        }
    }
}
