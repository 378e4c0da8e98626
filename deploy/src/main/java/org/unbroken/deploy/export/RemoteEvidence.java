package org.unbroken.deploy.export;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.deploy.remote.ResumingChannel;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.CustodyStep;
import org.unbroken.integrity.evidence.ExportRecord;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;

/** From a server's console, as a custodian. What it sends is checked as a bundle's reader would, and not believed. */
public final class RemoteEvidence implements EvidenceSource {
    private final ConsoleClient console;

    public RemoteEvidence(ConsoleClient console) {
        this.console = console;
    }

    private static String path(RecordingId recording) {
        return "api/recordings/" + recording;
    }

    @Override
    public Manifest manifest(RecordingId recording) throws IOException, ConsoleException, InterruptedException {
        JsonObject shown = console.json(path(recording));
        String state = shown.findString("state").orElse("unknown");
        if (!state.equals("sealed")) {
            String reason =
                    shown.findString("reason").map(text -> " (" + text + ")").orElse("");
            throw new IOException(
                    "recording " + recording + " is " + state + reason + ": only sealed ones are exported");
        }
        try {
            return Manifest.parse(console.bytes(path(recording) + "/manifest"));
        } catch (IllegalArgumentException e) {
            throw new IOException("the server's manifest of " + recording + " is none: " + e.getMessage(), e);
        }
    }

    @Override
    public List<CustodyStep> custody(RecordingId recording) throws IOException, ConsoleException, InterruptedException {
        List<CustodyStep> steps = new ArrayList<>();
        try {
            for (JsonObject record :
                    console.json(path(recording) + "/custody").array("entries").objects()) {
                Optional<Detail> detail = record.findObject("detail").map(Detail::new);
                steps.add(new CustodyStep(record.integer("index"), new Entry(record.object("entry")), detail));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the server's entries of " + recording + " contradict themselves: " + e.getMessage(), e);
        }
        return steps;
    }

    @Override
    public JsonObject analysis(RecordingId recording, Sha256 digest)
            throws IOException, ConsoleException, InterruptedException {
        return console.json(path(recording) + "/analysis?sha256=" + digest);
    }

    @Override
    public void enter(RecordingId recording, ExportRecord export)
            throws IOException, ConsoleException, InterruptedException {
        console.post(path(recording) + "/export", export.json());
    }

    @Override
    public SignedNote checkpoint() throws IOException, ConsoleException, InterruptedException {
        try {
            return SignedNote.parse(console.bytes("log/checkpoint"));
        } catch (IllegalArgumentException e) {
            throw new IOException("the server's checkpoint is none: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<SignedNote> attested() throws IOException, ConsoleException, InterruptedException {
        return new RemoteStamps(console).attested();
    }

    @Override
    public Optional<StampedCheckpoint> stamped(long index) throws IOException, ConsoleException, InterruptedException {
        return new RemoteStamps(console).stamped(index);
    }

    @Override
    public Optional<StampedCheckpoint> evidenced(long index)
            throws IOException, ConsoleException, InterruptedException {
        return new RemoteStamps(console).evidenced(index);
    }

    @Override
    public TileReader tiles(long size) {
        Map<String, byte[]> known = new HashMap<>();
        return (level, index) -> {
            long hashes = size >>> (8 * level);
            long width = Math.min(Tile.FULL_WIDTH, hashes - index * Tile.FULL_WIDTH);
            if (width <= 0) {
                throw new IOException("a log of " + size + " entries has no tile " + level + "/" + index);
            }
            String path = "log/" + new Tile(level, index, (int) width).path();
            byte @Nullable [] held = known.get(path);
            if (held == null) {
                held = console.fetched(path);
                known.put(path, held);
            }
            return held;
        };
    }

    @Override
    public VerifierKey logKey() throws IOException, ConsoleException, InterruptedException {
        try {
            return new VerifierKey(
                    new String(console.bytes("log/key"), java.nio.charset.StandardCharsets.UTF_8).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("the server's key is none: " + e.getMessage(), e);
        }
    }

    @Override
    public ReadableByteChannel original(RecordingId recording) throws IOException {
        try {
            return ResumingChannel.open(console, path(recording) + "/original");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ConsoleException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
