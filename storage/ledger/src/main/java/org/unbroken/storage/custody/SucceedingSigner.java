package org.unbroken.storage.custody;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.VerifierKey;

/** A key that took over from others, whose checkpoints lie in the store. */
record SucceedingSigner(NoteSigner current, List<VerifierKey> predecessors) implements NoteSigner {
    SucceedingSigner {
        predecessors = List.copyOf(predecessors);
    }

    @Override
    public VerifierKey verifierKey() {
        return current.verifierKey();
    }

    @Override
    public NoteSignature sign(String text) {
        return current.sign(text);
    }

    @Override
    public List<VerifierKey> believed() {
        List<VerifierKey> all = new ArrayList<>(List.of(verifierKey()));
        predecessors.stream().filter(key -> !all.contains(key)).forEach(all::add);
        return List.copyOf(all);
    }
}
