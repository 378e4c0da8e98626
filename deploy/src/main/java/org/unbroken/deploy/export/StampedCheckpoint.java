package org.unbroken.deploy.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.integrity.evidence.ProofFile;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;

/**
 * A checkpoint that authorities vouch for.
 *
 * @param files its time-stamp tokens, or its evidence record, as a bundle has them
 */
public record StampedCheckpoint(SignedNote note, List<ProofFile> files) {
    public StampedCheckpoint {
        files = List.copyOf(files);
    }

    long size() {
        return Checkpoint.parse(note.text()).size();
    }

    /** Where such things are kept, by the names that the log and its console have for them. */
    @FunctionalInterface
    interface Objects {
        /** Throws where there is none: a listing told of it. */
        byte[] read(String name) throws IOException;
    }

    /** @param tokens the names below {@code log/timestamps/SIZE/} */
    static StampedCheckpoint ofTokens(long size, List<String> tokens, Objects objects) throws IOException {
        List<ProofFile> files = new ArrayList<>();
        for (String token : tokens) {
            files.add(new ProofFile("timestamps/" + token, objects.read("log/timestamps/" + digits(size) + token)));
        }
        return new StampedCheckpoint(note(size, objects), files);
    }

    /** @param renewals the names below {@code log/evidence/SIZE/}, ascending: the last has all that the others have */
    static Optional<StampedCheckpoint> ofRecord(long size, List<String> renewals, Objects objects) throws IOException {
        if (renewals.isEmpty()) {
            return Optional.empty();
        }
        String newest = renewals.get(renewals.size() - 1);
        byte[] record = objects.read("log/evidence/" + digits(size) + newest);
        return Optional.of(new StampedCheckpoint(note(size, objects), List.of(new ProofFile("evidence", record))));
    }

    private static SignedNote note(long size, Objects objects) throws IOException {
        String name = String.format(Locale.ROOT, "log/checkpoints/%020d", size);
        try {
            return SignedNote.parse(objects.read(name));
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " is no checkpoint: " + e.getMessage(), e);
        }
    }

    private static String digits(long size) {
        return String.format(Locale.ROOT, "%020d/", size);
    }
}
