package org.unbroken.ingest.console.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;
import org.unbroken.storage.attest.AttestedCheckpoints;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.custody.Sequenced;

/**
 * The log's addresses, C2SP tlog-tiles section "APIs". Only what the published checkpoint covers is shown: an entry that
 * is sequenced and not yet published may still be lost with the machine, and must not be known outside before.
 */
public final class LogApi {
    /** What a tile says never changes. Private, since it is read with credentials. */
    private static final String IMMUTABLE = "private, max-age=31536000, immutable";

    private final CustodyLog log;
    private final AttestedCheckpoints attested;

    public LogApi(CustodyLog log, AttestedCheckpoints attested) {
        this.log = log;
        this.attested = attested;
    }

    public Answer checkpoint(Call call) throws IOException {
        return log.checkpoint()
                .map(note -> Answer.bytes(200, Answer.TEXT, note))
                .orElseThrow(() -> Problem.absent("the log has no entries yet").exception());
    }

    /** The newest checkpoint with cosignatures; whichever process gathered them, they are in the store. */
    public Answer attested(Call call) throws IOException {
        attested.refresh(log.publishedSize());
        return attested.newest()
                .map(note -> Answer.bytes(200, Answer.TEXT, note.encode()))
                .orElseThrow(() ->
                        Problem.absent("no checkpoint has cosignatures yet").exception());
    }

    /** The log's public key, one line. Whoever distrusts this server has it from elsewhere. */
    public Answer key(Call call) {
        return Answer.text(200, log.verifierKey().text() + "\n");
    }

    public Answer tile(Call call) throws IOException {
        Tile tile;
        try {
            tile = Tile.parse("tile/" + call.variable("L") + "/" + call.variable("N"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound().exception();
        }
        if (!isCovered(tile, log.publishedSize())) {
            throw Problem.absent("the published checkpoint does not cover this tile")
                    .exception();
        }
        byte[] bytes = tile.isEntries() ? entries(tile) : hashes(tile);
        return Answer.bytes(200, Answer.OCTETS, bytes).with("Cache-Control", IMMUTABLE);
    }

    private byte[] hashes(Tile tile) throws IOException {
        byte[] widest = log.tiles().hashes(tile.level(), tile.index());
        int wanted = tile.width() * Sha256.LENGTH;
        if (widest.length < wanted) {
            throw new IOException(tile + " has " + widest.length + " bytes under a checkpoint that needs " + wanted);
        }
        return Arrays.copyOf(widest, wanted);
    }

    private byte[] entries(Tile tile) throws IOException {
        long first = tile.index() * Tile.FULL_WIDTH;
        List<byte[]> entries = new ArrayList<>();
        while (entries.size() < tile.width()) {
            List<Sequenced> more = log.read(first + entries.size(), tile.width() - entries.size());
            if (more.isEmpty()) {
                throw new IOException(tile + " ends after " + entries.size() + " entries");
            }
            for (Sequenced entry : more) {
                if (entry.index() != first + entries.size()) {
                    throw new IOException(tile + " has entry " + entry.index() + " at " + (first + entries.size()));
                }
                entries.add(entry.entry().bytes());
            }
        }
        return EntryBundle.encode(entries);
    }

    /** Whether a tree of this size has all of the tile's hashes: n × 256^(l+1) + w × 256^l ≤ size. */
    static boolean isCovered(Tile tile, long size) {
        int level = Math.max(0, tile.level());
        // A hash of level 8 stands for 2^64 entries.
        if (level > 7) {
            return false;
        }
        long hashes = size >>> (8 * level);
        // The first comparison keeps the product in the second from overflowing.
        return tile.index() <= hashes / Tile.FULL_WIDTH && tile.index() * Tile.FULL_WIDTH + tile.width() <= hashes;
    }
}
