package org.unbroken.integrity.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.note.SignedNote;

/**
 * All of a bundle but the recordings' bytes.
 *
 * @param note made before the {@code exported} entries were, and named by them
 * @param checkpoint what all proofs lead to
 * @param attested the same text with cosignatures
 * @param proofs for each recording a proof of each entry, the {@code exported} one included
 * @param proofFiles further files of {@code proof/} by their names below it: see {@link ProofFile}
 */
public record BundleContents(
        ExportStatement statement,
        NotePages note,
        List<RecordingEvidence> recordings,
        SignedNote checkpoint,
        Map<RecordingId, List<TlogProof>> proofs,
        Optional<SignedNote> attested,
        List<ProofFile> proofFiles) {
    /** Throws {@link IllegalArgumentException} when proofs are missing or lead elsewhere. */
    public BundleContents {
        recordings = List.copyOf(recordings);
        proofFiles = List.copyOf(proofFiles);
        SortedMap<RecordingId, List<TlogProof>> copied = new TreeMap<>();
        for (RecordingEvidence recording : recordings) {
            List<TlogProof> own = proofs.get(recording.id());
            if (own == null || own.size() != recording.custody().size()) {
                throw new IllegalArgumentException("recording " + recording.id() + " needs a proof for each entry");
            }
            for (TlogProof proof : own) {
                if (!proof.checkpoint().equals(checkpoint) || !proof.provesExtra()) {
                    throw new IllegalArgumentException("the proof of entry " + proof.index() + " does not hold");
                }
            }
            copied.put(recording.id(), List.copyOf(own));
        }
        if (recordings.isEmpty() || copied.size() != recordings.size()) {
            throw new IllegalArgumentException("a bundle holds at least one recording, and each once");
        }
        proofs = java.util.Collections.unmodifiableSortedMap(copied);
    }
}
