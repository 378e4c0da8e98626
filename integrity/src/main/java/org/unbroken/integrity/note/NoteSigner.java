package org.unbroken.integrity.note;

/** Signs note texts with one key. */
public interface NoteSigner {
    VerifierKey verifierKey();

    NoteSignature sign(String text);
}
