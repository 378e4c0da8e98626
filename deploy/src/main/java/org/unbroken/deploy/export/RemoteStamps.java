package org.unbroken.deploy.export;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
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
    Optional<StampedCheckpoint> stamped(long index) throws IOException, ConsoleException, InterruptedException {
        Optional<JsonObject> listed = listing("log/timestamps?entry=" + index);
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        JsonObject first = listed.get();
        return Optional.of(StampedCheckpoint.ofTokens(
                first.integer("size"), first.array("names").strings(), console::fetched));
    }

    Optional<StampedCheckpoint> evidenced(long index) throws IOException, ConsoleException, InterruptedException {
        Optional<JsonObject> listed = listing("log/evidence?entry=" + index);
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        JsonObject first = listed.get();
        return StampedCheckpoint.ofRecord(
                first.integer("size"), first.array("names").strings(), console::fetched);
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
