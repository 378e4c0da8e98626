package org.unbroken.deploy.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.integrity.evidence.ProofFile;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.note.SignedNote;

/** What a server has beside its plain checkpoints: cosignatures, time-stamps and evidence records, where it has them. */
final class RemoteStamps {
    private final ConsoleClient console;

    RemoteStamps(ConsoleClient console) {
        this.console = console;
    }

    Optional<SignedNote> attested() throws IOException, ConsoleException, InterruptedException {
        Optional<byte[]> note = find("log/attested");
        return note.isPresent() ? Optional.of(note(note.get())) : Optional.empty();
    }

    /** The first that covers the entry: the earlier, the less room there was to change something before. */
    Optional<StampedCheckpoint> covering(long index) throws IOException, ConsoleException, InterruptedException {
        List<ProofFile> files = new ArrayList<>();
        Optional<JsonObject> stamps = listing("log/timestamps?entry=" + index);
        Optional<JsonObject> records = listing("log/evidence?entry=" + index);
        long size =
                stamps.or(() -> records).map(listed -> listed.integer("size")).orElse(0L);
        if (size == 0) {
            return Optional.empty();
        }
        String place = String.format(Locale.ROOT, "%020d", size);
        if (stamps.isPresent()) {
            for (String name : stamps.get().array("names").strings()) {
                files.add(new ProofFile("timestamps/" + name, console.bytes("log/timestamps/" + place + "/" + name)));
            }
        }
        // Of a checkpoint of its own it would be of no use here: a bundle has one that was stamped.
        if (records.isPresent() && records.get().integer("size") == size) {
            List<String> renewals = records.get().array("names").strings();
            if (!renewals.isEmpty()) {
                String newest = renewals.get(renewals.size() - 1);
                files.add(new ProofFile("evidence", console.bytes("log/evidence/" + place + "/" + newest)));
            }
        }
        return Optional.of(new StampedCheckpoint(note(console.bytes("log/checkpoints/" + place)), files));
    }

    private Optional<JsonObject> listing(String path) throws ConsoleException, InterruptedException {
        return find(path).map(JsonObject::parse);
    }

    /** Empty where there is none, or where the server is of a time that had none. */
    private Optional<byte[]> find(String path) throws ConsoleException, InterruptedException {
        try {
            return Optional.of(console.bytes(path));
        } catch (ConsoleException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static SignedNote note(byte[] bytes) throws IOException {
        try {
            return SignedNote.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new IOException("the server's checkpoint is none: " + e.getMessage(), e);
        }
    }
}
