package org.unbroken.storage.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.AddCheckpoint;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeGrowth;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;

/** A log in memory, honest or not. */
public final class GrowingLog implements TileReader {
    private final NoteSigner signer;
    private final Map<String, byte[]> tiles = new HashMap<>();
    private final List<String> entries = new ArrayList<>();

    public GrowingLog(String origin) {
        this(Ed25519NoteSigner.generate(origin, new SecureRandom()));
    }

    private GrowingLog(NoteSigner signer) {
        this.signer = signer;
    }

    /** Another history under the same key, from its first entry on. */
    public GrowingLog other() {
        return new GrowingLog(signer);
    }

    public NoteSigner signer() {
        return signer;
    }

    public GrowingLog grow(String prefix, int count) throws IOException {
        List<Sha256> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(TreeHash.leaf((prefix + entries.size() + i).getBytes(StandardCharsets.UTF_8)));
        }
        TreeGrowth growth = TreeGrowth.append(entries.size(), this, leaves);
        growth.changed().forEach((tile, bytes) -> tiles.put(tile.level() + "/" + tile.index(), bytes));
        leaves.forEach(leaf -> entries.add(leaf.hex()));
        return this;
    }

    @Override
    public byte[] hashes(int level, long index) throws IOException {
        byte[] bytes = tiles.get(level + "/" + index);
        if (bytes == null) {
            throw new IOException("no tile " + new Tile(level, index, 1));
        }
        return bytes;
    }

    public long size() {
        return entries.size();
    }

    public SignedNote note() throws IOException {
        return note(size());
    }

    public SignedNote note(long size) throws IOException {
        return SignedNote.sign(
                new Checkpoint(signer.verifierKey().name(), size, TreeProofs.root(size, this)).text(), signer);
    }

    public byte[] request(long old) throws IOException {
        return new AddCheckpoint(old, TreeProofs.consistency(old, size(), this), note()).encode();
    }
}
