package org.unbroken.storage.replica;

import java.util.List;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.VerifierKey;

/** Believes the log's keys and signs nothing: a drill has no secret. */
record KeylessSigner(List<VerifierKey> believed) implements NoteSigner {
    KeylessSigner {
        believed = List.copyOf(believed);
    }

    @Override
    public VerifierKey verifierKey() {
        return believed.get(0);
    }

    @Override
    public NoteSignature sign(String text) {
        throw new UnsupportedOperationException("a drill signs nothing");
    }
}
