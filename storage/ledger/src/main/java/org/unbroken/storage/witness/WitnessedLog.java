package org.unbroken.storage.witness;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.AddCheckpoint;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.verify.CheckpointTrust;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.storage.durable.DurableFiles;

/**
 * One log, as this witness has seen it: its newest cosigned checkpoint, in one file that is replaced as a whole.
 *
 * <pre>
 * HOLDER/checkpoint     the note: the text, the log's signatures that verified, this witness's cosignatures
 *
 * killed                        leaves           what follows
 * before the file is replaced   the old one      the log has no answer, and asks again from the old size
 * after it, before the answer   the new one      the log asks again from the old size, is told the new one (409), and
 *                                                asks for the new one again: same size, same root, cosigned
 * </pre>
 *
 * One request at a time looks and replaces: else a slower one could put the record back (C2SP tlog-witness).
 */
final class WitnessedLog {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessedLog.class);

    private final String origin;
    private final TrustPolicy keys;
    private final List<NoteSigner> signers;
    private final Path path;
    private final EvidenceFolder evidence;
    private final DurableFiles files;

    WitnessedLog(
            String origin, TrustPolicy keys, List<NoteSigner> signers, Path holder, Path evidence, DurableFiles files) {
        this.origin = origin;
        this.keys = keys;
        this.signers = List.copyOf(signers);
        this.path = holder.resolve("checkpoint");
        this.evidence = new EvidenceFolder(evidence, files);
        this.files = files;
    }

    String origin() {
        return origin;
    }

    /** The newest cosigned checkpoint; empty before the first. Read from the disk each time: memory may know too much. */
    synchronized Optional<SignedNote> newest() throws IOException {
        try {
            return Optional.of(SignedNote.parse(files.read(path, SignedNote.MAX_BYTES)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    path + " is no checkpoint: " + e.getMessage() + ". Without it this witness would cosign a fork;"
                            + " put it back from a copy",
                    e);
        }
    }

    List<Evidence> evidence() throws IOException {
        return evidence.list();
    }

    synchronized WitnessAnswer add(AddCheckpoint request) throws IOException {
        Checkpoint shown = request.checkpoint();
        CheckpointTrust judged = keys.judge(request.note());
        if (!judged.signed()) {
            return refused(
                    Refusal.NOT_SIGNED,
                    judged.problems().isEmpty()
                            ? "no signature of a key that is trusted for this log"
                            : String.join("; ", judged.problems()));
        }
        if (request.oldSize() > shown.size()) {
            return refused(Refusal.MALFORMED, "the old size is larger than the checkpoint's");
        }
        if (shown.size() == 0 && !shown.root().equals(TreeHash.EMPTY)) {
            return refused(Refusal.INCONSISTENT, "the root of a tree of size 0 is that of the empty tree");
        }
        Optional<SignedNote> held = newest();
        Checkpoint known =
                held.isPresent() ? Checkpoint.parse(held.get().text()) : new Checkpoint(origin, 0, TreeHash.EMPTY);
        SignedNote note = onlyWith(request.note(), judged.logKeys());
        if (held.isPresent() && shown.size() == known.size() && !shown.root().equals(known.root())) {
            keep(EvidenceKind.FORK, held.get(), note);
        } else if (held.isPresent() && shown.size() < known.size()) {
            keep(EvidenceKind.SMALLER, held.get(), note);
        }
        if (request.oldSize() != known.size()) {
            return new WitnessAnswer.OtherSize(known.size());
        }
        if (!TreeProofs.verifyConsistency(known.size(), known.root(), shown.size(), shown.root(), request.proof())) {
            if (held.isPresent() && shown.size() > known.size()) {
                keep(EvidenceKind.INCONSISTENT, held.get(), note);
            }
            return refused(
                    Refusal.INCONSISTENT,
                    "the proof does not lead from the root of size " + known.size() + " that this witness cosigned");
        }
        return cosign(note);
    }

    private WitnessAnswer cosign(SignedNote note) throws IOException {
        List<NoteSignature> signatures = new ArrayList<>();
        signers.forEach(signer -> signatures.add(signer.sign(note.text())));
        // Durable before anybody sees a signature: whoever has one may rely on this witness never signing another tree.
        files.replace(path, note.with(signatures).encode(), DurableFiles.PUBLIC);
        return new WitnessAnswer.Cosigned(signatures);
    }

    /** The note without signatures that were not looked at: a stranger could fill the disk with those. */
    private static SignedNote onlyWith(SignedNote note, List<VerifierKey> verified) {
        return new SignedNote(
                note.text(),
                note.signatures().stream()
                        .filter(signature -> verified.stream().anyMatch(key -> key.made(signature)))
                        .distinct()
                        .toList());
    }

    private void keep(EvidenceKind kind, SignedNote held, SignedNote shown) throws IOException {
        if (evidence.keep(kind, held, shown)) {
            Sha256 root = Checkpoint.parse(shown.text()).root();
            LOG.atError()
                    .addKeyValue("log", origin)
                    .addKeyValue("kind", kind.wire())
                    .addKeyValue("size", Checkpoint.parse(shown.text()).size())
                    .addKeyValue("root", root)
                    .log("a checkpoint that contradicts what was cosigned; both notes are kept as evidence");
        }
    }

    private static WitnessAnswer refused(Refusal refusal, String message) {
        return new WitnessAnswer.Refused(refusal, message);
    }
}
