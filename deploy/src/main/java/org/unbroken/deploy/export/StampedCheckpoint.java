package org.unbroken.deploy.export;

import java.util.List;
import org.unbroken.integrity.evidence.ProofFile;
import org.unbroken.integrity.note.SignedNote;

/**
 * A checkpoint that authorities stamped.
 *
 * @param files its tokens and evidence record, as a bundle has them
 */
public record StampedCheckpoint(SignedNote note, List<ProofFile> files) {
    public StampedCheckpoint {
        files = List.copyOf(files);
    }
}
