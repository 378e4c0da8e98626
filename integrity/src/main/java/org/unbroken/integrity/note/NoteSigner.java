package org.unbroken.integrity.note;

import java.util.List;

/** Signs note texts with one key. */
public interface NoteSigner {
    VerifierKey verifierKey();

    NoteSignature sign(String text);

    /** The keys that sign under this name, this one first: those before it are believed for what they signed. */
    default List<VerifierKey> believed() {
        return List.of(verifierKey());
    }
}
