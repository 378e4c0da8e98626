package org.unbroken.deploy.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.evidence.ProofFile;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.Base64Text;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;

/**
 * What a bundle's proofs lead to, with what others said of it.
 *
 * @param plain with the log's own signature
 * @param attested the same text with cosignatures
 * @param files what else belongs into {@code proof/}: the stamped checkpoint, its stamps, the way from it to this one
 */
record ProvingCheckpoint(SignedNote plain, Optional<SignedNote> attested, List<ProofFile> files) {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    /** A log has its checkpoints attested once a minute. */
    private static final Duration ATTESTED_WITHIN = Duration.ofSeconds(90);

    ProvingCheckpoint {
        files = List.copyOf(files);
    }

    long size() {
        return Checkpoint.parse(plain.text()).size();
    }

    /**
     * The newest attested one that covers all entries, where the log has any attested, and it comes within a minute and a
     * half; else the newest.
     *
     * @param sealed the last sealed entry: what stamps are to cover
     * @param last the last of all entries
     */
    static ProvingCheckpoint find(
            EvidenceSource source, long sealed, long last, Pause pause, LongSupplier nanos, Progress progress)
            throws IOException, ConsoleException, InterruptedException {
        VerifierKey key = source.logKey();
        Optional<SignedNote> attested = attested(source, last, pause, nanos, progress);
        SignedNote plain = attested.isPresent() ? ofLog(attested.get(), key) : source.checkpoint();
        long size = Checkpoint.parse(plain.text()).size();
        List<ProofFile> files = stamps(source, sealed, size);
        files.add(new ProofFile("keys/log.vkey", (key.text() + "\n").getBytes(StandardCharsets.UTF_8)));
        return new ProvingCheckpoint(plain, attested, files);
    }

    private static Optional<SignedNote> attested(
            EvidenceSource source, long last, Pause pause, LongSupplier nanos, Progress progress)
            throws IOException, ConsoleException, InterruptedException {
        long begin = nanos.getAsLong();
        while (true) {
            Optional<SignedNote> newest = source.attested();
            if (newest.isEmpty() || Checkpoint.parse(newest.get().text()).size() > last) {
                return newest;
            }
            if (nanos.getAsLong() - begin > ATTESTED_WITHIN.toNanos()) {
                return Optional.empty();
            }
            progress.at("waiting until the log's checkpoint is attested");
            pause.of(BETWEEN);
        }
    }

    /** Ed25519 signs a text in one way: this is the log's plain checkpoint, byte for byte. */
    private static SignedNote ofLog(SignedNote attested, VerifierKey key) throws IOException {
        List<NoteSignature> own =
                attested.signatures().stream().filter(key::made).limit(1).toList();
        if (own.isEmpty()) {
            throw new IOException("the server's attested checkpoint is not signed by its log");
        }
        return new SignedNote(attested.text(), own);
    }

    /**
     * What authorities said first of a log that has the entry: the tokens of the hour, the evidence record of the day. The
     * record is over what the tokens are over, or brings its own checkpoint.
     */
    private static List<ProofFile> stamps(EvidenceSource source, long sealed, long size)
            throws IOException, ConsoleException, InterruptedException {
        List<ProofFile> files = new ArrayList<>();
        Optional<StampedCheckpoint> stamped = source.stamped(sealed).filter(found -> found.size() <= size);
        long tokensOver = size;
        if (stamped.isPresent()) {
            files.addAll(stamped.get().files());
            tokensOver = stamped.get().size();
            if (tokensOver < size) {
                files.add(new ProofFile("stamped", stamped.get().note().encode()));
                files.add(way("consistency", tokensOver, size, source));
            }
        }
        Optional<StampedCheckpoint> evidenced = source.evidenced(sealed).filter(found -> found.size() <= size);
        if (evidenced.isPresent()) {
            files.addAll(evidenced.get().files());
            if (evidenced.get().size() != tokensOver) {
                files.add(new ProofFile("evidenced", evidenced.get().note().encode()));
                files.add(way("evidenced-consistency", evidenced.get().size(), size, source));
            }
        }
        return files;
    }

    /** RFC 6962 section 2.1.2; empty between equal sizes. */
    private static ProofFile way(String name, long from, long to, EvidenceSource source) throws IOException {
        StringBuilder path = new StringBuilder();
        if (from < to) {
            TreeProofs.consistency(from, to, source.tiles(to))
                    .forEach(
                            hash -> path.append(Base64Text.encode(hash.bytes())).append('\n'));
        }
        return new ProofFile(name, path.toString().getBytes(StandardCharsets.UTF_8));
    }
}
