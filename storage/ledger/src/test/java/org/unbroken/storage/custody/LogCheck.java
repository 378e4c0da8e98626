package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;

/** What must hold of a log at any time, worked out by other means than the log's own. */
final class LogCheck {
    private LogCheck() {}

    /** All that is published: one chain a camera, no fact twice, and every checkpoint ever seen a prefix of it. */
    static void whole(CustodyLog log, List<byte[]> checkpointsSeen) throws Exception {
        List<Sequenced> all = log.read(0, Integer.MAX_VALUE);
        assertThat(all).hasSize((int) log.publishedSize());
        Map<Sha256, Entry> heads = new HashMap<>();
        List<Sha256> leaves = new ArrayList<>();
        for (Sequenced one : all) {
            Entry entry = one.entry();
            leaves.add(TreeHash.leaf(entry.bytes()));
            if (entry.camera().isPresent()) {
                Entry before = heads.put(entry.camera().get(), entry);
                assertThat(entry.previous()).contains(before == null ? Sha256.ZERO : Sha256.of(before.bytes()));
                assertThat(entry.position())
                        .hasValue(before == null ? 1 : before.position().orElseThrow() + 1);
            }
        }
        VerifierKey key = log.verifierKey();
        long last = 0;
        Sha256 lastRoot = TreeHash.EMPTY;
        for (byte[] bytes : checkpointsSeen) {
            SignedNote note = SignedNote.parse(bytes);
            assertThat(note.verifiedBy(List.of(key))).containsExactly(key);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            assertThat(checkpoint.size()).isBetween(last, log.publishedSize());
            assertThat(checkpoint.root()).isEqualTo(root(leaves.subList(0, (int) checkpoint.size())));
            assertThat(TreeProofs.verifyConsistency(
                            last,
                            lastRoot,
                            checkpoint.size(),
                            checkpoint.root(),
                            TreeProofs.consistency(last, checkpoint.size(), log.tiles())))
                    .isTrue();
            last = checkpoint.size();
            lastRoot = checkpoint.root();
        }
    }

    /** RFC 6962 section 2.1, as it is written there. */
    static Sha256 root(List<Sha256> leaves) {
        if (leaves.isEmpty()) {
            return TreeHash.EMPTY;
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return TreeHash.node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }
}
