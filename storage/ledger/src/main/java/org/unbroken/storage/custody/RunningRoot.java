package org.unbroken.storage.custody;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TreeHash;

/** The root of a tree that grows leaf by leaf, from the roots of its largest whole subtrees alone. */
final class RunningRoot {
    /** Largest subtree first; their sizes are the ones in the binary form of the leaf count. */
    private final List<Sha256> subtrees = new ArrayList<>();

    private long size;

    void add(Sha256 leaf) {
        Sha256 hash = leaf;
        for (long bit = size; (bit & 1) == 1; bit >>>= 1) {
            hash = TreeHash.node(subtrees.remove(subtrees.size() - 1), hash);
        }
        subtrees.add(hash);
        size++;
    }

    long size() {
        return size;
    }

    Sha256 root() {
        if (subtrees.isEmpty()) {
            return TreeHash.EMPTY;
        }
        Sha256 root = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = TreeHash.node(subtrees.get(i), root);
        }
        return root;
    }
}
