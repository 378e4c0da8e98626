package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.note.SignedNote;

/** A recording's entries, each read out of its proof, and whether each leads to the bundle's checkpoint. */
final class EntryProofs {
    private final SortedMap<Long, Entry> entries = new TreeMap<>();
    private final SortedMap<Long, byte[]> proofs = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();

    private EntryProofs() {}

    static EntryProofs read(BundleFiles files, String recording, Optional<SignedNote> checkpoint) {
        EntryProofs read = new EntryProofs();
        for (String path : files.recordings().getOrDefault(recording, java.util.Collections.emptySortedSet())) {
            if (path.endsWith(".tlog-proof")) {
                try {
                    read.add(path, recording, files.reader().read(path, TlogProof.MAX_BYTES), checkpoint);
                } catch (IllegalArgumentException | IOException e) {
                    read.troubles.add(path + ": " + e.getMessage());
                }
            }
        }
        return read;
    }

    private void add(String path, String recording, byte[] bytes, Optional<SignedNote> checkpoint) {
        TlogProof proof = TlogProof.parse(bytes);
        if (!path.endsWith(String.format(java.util.Locale.ROOT, "/%020d.tlog-proof", proof.index()))) {
            throw new IllegalArgumentException("it proves entry " + proof.index() + ", and its name says another");
        }
        if (checkpoint.isEmpty() || !proof.checkpoint().equals(checkpoint.get())) {
            throw new IllegalArgumentException("it leads to another checkpoint than proof/checkpoint");
        }
        if (!proof.provesExtra()) {
            throw new IllegalArgumentException("it does not lead from the entry to the checkpoint's root");
        }
        Entry entry = Entry.parse(proof.extra());
        if (!entry.recording().equals(recording)) {
            throw new IllegalArgumentException("the entry is of recording " + entry.recording());
        }
        entries.put(proof.index(), entry);
        proofs.put(proof.index(), bytes);
    }

    /** Those that are proved, by their place in the log. */
    SortedMap<Long, Entry> entries() {
        return entries;
    }

    /** A proof of the entry, that leads to the same checkpoint with other signature lines. */
    byte[] proof(long index, SignedNote signed) {
        TlogProof proof = TlogProof.parse(proofs.getOrDefault(index, new byte[0]));
        return new TlogProof(proof.extra(), proof.index(), proof.path(), signed).encode();
    }

    List<String> troubles() {
        return troubles;
    }
}
