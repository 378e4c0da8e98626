package org.unbroken.storage.attest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.log.AddCheckpoint;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.verify.TrustedWitness;

/**
 * The log's side of C2SP tlog-witness, with one witness. It remembers which size that cosigned last; after a start it asks,
 * by a request from size 0. Whatever the witness answers, the worst that comes of it is no cosignature.
 */
public final class WitnessClient {
    /** From a size that is not right any more, from the one that we were told, and once more for a race of two writers. */
    private static final int TRIES = 3;

    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");
    private static final Duration FUTURE = Duration.ofHours(1);

    private final TrustedWitness witness;
    private final WitnessDoor door;
    private final InstantSource clock;
    private long cosigned;

    public WitnessClient(TrustedWitness witness, WitnessDoor door, InstantSource clock) {
        this.witness = witness;
        this.door = door;
        this.clock = clock;
    }

    /** What the policy calls it. */
    public String name() {
        return witness.name();
    }

    /**
     * Asks for a cosignature. One call at a time.
     *
     * @param note the signed checkpoint
     * @param tiles of a tree that is at least as large
     * @throws IOException when there is none, with what to do about it
     */
    public NoteSignature cosign(SignedNote note, TileReader tiles) throws IOException, InterruptedException {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        // Told more than we have: ask again, in case that witness was put right since.
        long old = cosigned <= checkpoint.size() ? cosigned : 0;
        for (int i = 0; i < TRIES; i++) {
            AddCheckpoint request = new AddCheckpoint(old, TreeProofs.consistency(old, checkpoint.size(), tiles), note);
            WitnessDoor.Reply reply = door.addCheckpoint(request.encode());
            switch (reply.status()) {
                case 200 -> {
                    NoteSignature signature = signature(note, reply.body());
                    cosigned = checkpoint.size();
                    return signature;
                }
                case 409 -> old = otherSize(reply, checkpoint.size(), old);
                case 422 ->
                    throw new WitnessFailure(
                            "says that this log is not the one it cosigned at size " + old + ": "
                                    + Shown.text(reply.body()),
                            true);
                default ->
                    throw new WitnessFailure("answers " + reply.status() + ": " + Shown.text(reply.body()), false);
            }
        }
        throw new WitnessFailure("answers 409 again and again", false);
    }

    private long otherSize(WitnessDoor.Reply reply, long size, long asked) throws WitnessFailure {
        if (!reply.mediaType().equals("text/x.tlog.size")
                || !SIZE.matcher(reply.body()).matches()) {
            throw new WitnessFailure("answers 409 without a size: " + Shown.text(reply.body()), false);
        }
        long newest = Long.parseLong(reply.body().strip());
        if (newest == asked) {
            throw new WitnessFailure("answers that the size is not " + asked + " but " + asked, false);
        }
        cosigned = newest;
        if (newest > size) {
            throw new WitnessFailure(
                    "cosigned size " + newest + ", and this log has " + size
                            + " entries: was it restored from an old copy?",
                    true);
        }
        return newest;
    }

    /** Its own lines among those that it sent; others are ignored. */
    private NoteSignature signature(SignedNote note, String lines) throws WitnessFailure {
        SignedNote answered;
        try {
            answered = SignedNote.parse((note.text() + "\n" + lines).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new WitnessFailure("answers with no signature lines: " + e.getMessage(), false);
        }
        for (NoteSignature signature : answered.signatures()) {
            if (witness.key().made(signature)) {
                Optional<Instant> at = witness.key().madeAt(signature);
                if (!answered.text().equals(note.text())
                        || !witness.key().verifies(note.text(), signature)
                        || at.isEmpty()) {
                    throw new WitnessFailure("answers with a wrong signature", false);
                }
                if (at.get().isAfter(clock.instant().plus(FUTURE))) {
                    throw new WitnessFailure("says that it signed in the future, at " + at.get(), false);
                }
                return signature;
            }
        }
        throw new WitnessFailure(
                "answers without a signature of " + witness.key().shortText() + ": is the key in the policy its own?",
                false);
    }
}
