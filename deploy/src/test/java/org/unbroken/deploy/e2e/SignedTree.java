package org.unbroken.deploy.e2e;

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
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeGrowth;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;

/** A log in memory that grows by itself, for a witness to watch. */
final class SignedTree implements TileReader {
    private final Ed25519NoteSigner signer;
    private final Map<String, byte[]> tiles = new HashMap<>();
    private long size;

    SignedTree(String origin) {
        this(Ed25519NoteSigner.generate(origin, new SecureRandom()));
    }

    private SignedTree(Ed25519NoteSigner signer) {
        this.signer = signer;
    }

    /** Another history under the same key. */
    SignedTree fork() {
        return new SignedTree(signer);
    }

    String policy() {
        return "log " + signer.verifierKey().text() + "\nquorum none\n";
    }

    SignedTree grow(String prefix, int count) throws IOException {
        List<Sha256> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(TreeHash.leaf((prefix + (size + i)).getBytes(StandardCharsets.UTF_8)));
        }
        TreeGrowth growth = TreeGrowth.append(size, this, leaves);
        growth.changed().forEach((tile, bytes) -> tiles.put(tile.level() + "/" + tile.index(), bytes));
        size = growth.newSize();
        return this;
    }

    @Override
    public byte[] hashes(int level, long index) throws IOException {
        byte[] bytes = tiles.get(level + "/" + index);
        if (bytes == null) {
            throw new IOException("no tile " + level + "/" + index);
        }
        return bytes;
    }

    long size() {
        return size;
    }

    SignedNote note() throws IOException {
        return SignedNote.sign(
                new Checkpoint(signer.verifierKey().name(), size, TreeProofs.root(size, this)).text(), signer);
    }

    byte[] request(long old) throws IOException {
        return new AddCheckpoint(old, TreeProofs.consistency(old, size, this), note()).encode();
    }
}
