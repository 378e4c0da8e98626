package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.verify.TrustPolicy;

/** The log as a stranger reads it: checkpoint, tiles and entries over HTTP, and nothing taken on trust. */
record WholeLog(Checkpoint head, List<Entry> entries, TileReader tiles) {

    static WholeLog read(ConsoleClient console, TrustPolicy trusted) throws Exception {
        Checkpoint head = verified(console.bytes("log/checkpoint"), trusted);
        TileReader tiles = tiles(console, head.size());
        List<Entry> entries = new ArrayList<>();
        for (long tile = 0; tile * Tile.FULL_WIDTH < head.size(); tile++) {
            int width = (int) Math.min(Tile.FULL_WIDTH, head.size() - tile * Tile.FULL_WIDTH);
            byte[] hashes = tiles.hashes(0, tile);
            List<byte[]> bundle = EntryBundle.decode(
                    console.bytes("log/" + Tile.entries(tile, width).path()));
            assertThat(bundle).hasSize(width);
            for (int i = 0; i < width; i++) {
                Sha256 leaf = Sha256.wrap(java.util.Arrays.copyOfRange(hashes, 32 * i, 32 * i + 32));
                assertThat(TreeHash.leaf(bundle.get(i)))
                        .as("leaf %d", entries.size())
                        .isEqualTo(leaf);
                entries.add(Entry.parse(bundle.get(i)));
            }
        }
        assertThat(TreeProofs.root(head.size(), tiles)).as("the signed root").isEqualTo(head.root());
        return new WholeLog(head, entries, tiles);
    }

    /** A checkpoint that the trusted key signed. */
    static Checkpoint verified(byte[] note, TrustPolicy trusted) {
        SignedNote signed = SignedNote.parse(note);
        assertThat(signed.verifiedBy(trusted.logs()))
                .as("signature of %s", signed.text())
                .isNotEmpty();
        return Checkpoint.parse(signed.text());
    }

    private static TileReader tiles(ConsoleClient console, long size) {
        Map<String, byte[]> fetched = new HashMap<>();
        return (level, index) -> {
            long hashes = size >>> (8 * level);
            int width = (int) Math.min(Tile.FULL_WIDTH, hashes - index * Tile.FULL_WIDTH);
            String path = "log/" + new Tile(level, index, width).path();
            byte[] known = fetched.get(path);
            if (known == null) {
                try {
                    known = console.bytes(path);
                } catch (ConsoleException e) {
                    throw new IOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
                fetched.put(path, known);
            }
            return known;
        };
    }

    List<Entry> of(CustodyEvent event) {
        return entries.stream().filter(entry -> entry.is(event)).toList();
    }

    List<Entry> of(CustodyEvent event, String recording) {
        return of(event).stream()
                .filter(entry -> entry.recording().equals(recording))
                .toList();
    }

    /** Each camera's entries are numbered 1, 2, 3 … and each names the one before it. */
    void requireCameraChains() {
        Map<Sha256, Entry> last = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.camera().isEmpty()) {
                continue;
            }
            Sha256 camera = entry.camera().get();
            Entry before = last.get(camera);
            assertThat(entry.position().orElseThrow())
                    .as("position of %s", entry.json())
                    .isEqualTo(before == null ? 1 : before.position().orElseThrow() + 1);
            assertThat(entry.previous())
                    .as("previous of %s", entry.json())
                    .contains(before == null ? Sha256.ZERO : before.digest());
            last.put(camera, entry);
        }
    }

    /** What was published once is what this tree began as. */
    void requireExtends(Checkpoint earlier) throws IOException {
        assertThat(earlier.size()).isBetween(0L, head.size());
        assertThat(TreeProofs.root(earlier.size(), tiles))
                .as("the root published for size %d", earlier.size())
                .isEqualTo(earlier.root());
        assertThat(TreeProofs.verifyConsistency(
                        earlier.size(),
                        earlier.root(),
                        head.size(),
                        head.root(),
                        TreeProofs.consistency(earlier.size(), head.size(), tiles)))
                .as("consistency of %d with %d", earlier.size(), head.size())
                .isTrue();
    }
}
