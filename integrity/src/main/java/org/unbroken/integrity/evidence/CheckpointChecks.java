package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.Base64Text;
import org.unbroken.integrity.note.SignedNote;

/** The bundle's checkpoints: what all proofs lead to, the same with cosignatures, and those that time-stamps are over. */
final class CheckpointChecks {
    private static final int LARGEST_CONSISTENCY = 1 << 16;

    private final BundleFiles files;
    private final Results results;
    private Optional<SignedNote> plain = Optional.empty();
    private Optional<SignedNote> attested = Optional.empty();

    CheckpointChecks(BundleFiles files, Results results) {
        this.files = files;
        this.results = results;
    }

    void run() throws IOException {
        plain = note("checkpoint", BundleLayout.CHECKPOINT);
        if (plain.isEmpty()) {
            return;
        }
        Checkpoint checkpoint = Checkpoint.parse(plain.get().text());
        results.passed("checkpoint", "of log " + checkpoint.origin() + " at size " + checkpoint.size());
        if (files.has(BundleLayout.ATTESTED)) {
            attested = note("attested", BundleLayout.ATTESTED).filter(this::isOfTheSameText);
        }
        earlier("stamped", BundleLayout.STAMPED, BundleLayout.CONSISTENCY, checkpoint);
        earlier("evidenced", BundleLayout.EVIDENCED, BundleLayout.EVIDENCED_CONSISTENCY, checkpoint);
    }

    private void earlier(String name, String path, String consistency, Checkpoint to) throws IOException {
        if (files.has(path)) {
            Optional<SignedNote> note = note(name, path);
            if (note.isPresent()) {
                beginning(name, path, Checkpoint.parse(note.get().text()), consistency, to);
            }
        } else if (files.has(consistency)) {
            results.failed(name, consistency + " is there, and no " + path);
        }
    }

    /** What each proof carries. */
    Optional<SignedNote> plain() {
        return plain;
    }

    /** With all signatures that there are. */
    Optional<SignedNote> signed() {
        return attested.isPresent() ? attested : plain;
    }

    private boolean isOfTheSameText(SignedNote note) {
        boolean same = note.text().equals(plain.orElseThrow().text());
        if (same) {
            results.passed(
                    "attested",
                    "the checkpoint again, with " + note.signatures().size() + " signature lines");
        } else {
            results.failed("attested", BundleLayout.ATTESTED + " is of another checkpoint");
        }
        return same;
    }

    /** RFC 6962 section 2.1.2: what was stamped is the beginning of what the proofs lead to. */
    private void beginning(String name, String path, Checkpoint from, String consistency, Checkpoint to) {
        List<Sha256> way = new ArrayList<>();
        try {
            byte[] bytes = files.read(consistency, LARGEST_CONSISTENCY)
                    .orElseThrow(() -> new IllegalArgumentException(consistency + " is missing"));
            String text = BagManifest.text(consistency, bytes);
            for (String line : text.lines().toList()) {
                way.add(Sha256.wrap(Base64Text.decode(line)));
            }
            String spelled = way.stream()
                    .map(hash -> Base64Text.encode(hash.bytes()) + "\n")
                    .collect(Collectors.joining());
            if (!spelled.equals(text)) {
                throw new IllegalArgumentException(consistency + " is spelled in another way than such files are");
            }
        } catch (IllegalArgumentException | IOException e) {
            results.failed(name, String.valueOf(e.getMessage()));
            return;
        }
        boolean holds = from.origin().equals(to.origin())
                && TreeProofs.verifyConsistency(from.size(), from.root(), to.size(), to.root(), way);
        if (holds) {
            results.passed(name, "the log at size " + from.size() + " is the beginning of that at size " + to.size());
        } else {
            results.failed(name, consistency + " does not lead from " + path + " to " + BundleLayout.CHECKPOINT);
        }
    }

    private Optional<SignedNote> note(String name, String path) throws IOException {
        Optional<byte[]> bytes = files.read(path, SignedNote.MAX_BYTES);
        if (bytes.isEmpty()) {
            results.failed(name, path + " is missing");
            return Optional.empty();
        }
        try {
            SignedNote note = SignedNote.parse(bytes.get());
            Checkpoint unused = Checkpoint.parse(note.text());
            if (!Arrays.equals(note.encode(), bytes.get())) {
                throw new IllegalArgumentException("it is spelled in another way than notes are");
            }
            return Optional.of(note);
        } catch (IllegalArgumentException e) {
            results.failed(name, path + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
