package org.unbroken.integrity.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.unbroken.integrity.digest.Sha256;

/** Roots and proofs of RFC 6962 section 2.1: made from tiles, and verified from nothing but themselves. */
public final class TreeProofs {
    private TreeProofs() {}

    public static Sha256 root(long size, TileReader tiles) throws IOException {
        requireSize(size);
        return size == 0 ? TreeHash.EMPTY : new Subtrees(tiles).hash(0, size);
    }

    /** The audit path of a leaf, its sibling first (RFC 6962 section 2.1.1). */
    public static List<Sha256> inclusion(long index, long size, TileReader tiles) throws IOException {
        requireSize(size);
        Objects.checkIndex(index, size);
        List<Sha256> path = new ArrayList<>();
        inclusion(index, 0, size, new Subtrees(tiles), path);
        return List.copyOf(path);
    }

    private static void inclusion(long index, long begin, long count, Subtrees subtrees, List<Sha256> path)
            throws IOException {
        if (count == 1) {
            return;
        }
        long left = Subtrees.split(count);
        if (index < left) {
            inclusion(index, begin, left, subtrees, path);
            path.add(subtrees.hash(begin + left, count - left));
        } else {
            inclusion(index - left, begin + left, count - left, subtrees, path);
            path.add(subtrees.hash(begin, left));
        }
    }

    /** The proof that the tree of size {@code to} extends that of size {@code from} (RFC 6962 section 2.1.2). */
    public static List<Sha256> consistency(long from, long to, TileReader tiles) throws IOException {
        requireSize(from);
        Objects.checkFromToIndex(from, to, Long.MAX_VALUE);
        List<Sha256> path = new ArrayList<>();
        if (from > 0 && from < to) {
            consistency(from, 0, to, true, new Subtrees(tiles), path);
        }
        return List.copyOf(path);
    }

    private static void consistency(
            long from, long begin, long count, boolean known, Subtrees subtrees, List<Sha256> path) throws IOException {
        if (from == count) {
            if (!known) {
                path.add(subtrees.hash(begin, count));
            }
            return;
        }
        long left = Subtrees.split(count);
        if (from <= left) {
            consistency(from, begin, left, known, subtrees, path);
            path.add(subtrees.hash(begin + left, count - left));
        } else {
            consistency(from - left, begin + left, count - left, false, subtrees, path);
            path.add(subtrees.hash(begin, left));
        }
    }

    /** RFC 9162 section 2.1.3.2. False, never an exception, for whatever does not prove it. */
    public static boolean verifyInclusion(Sha256 leafHash, long index, long size, List<Sha256> path, Sha256 root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        Sha256 hash = leafHash;
        for (Sha256 sibling : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = TreeHash.node(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                hash = TreeHash.node(hash, sibling);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && hash.equals(root);
    }

    /** RFC 9162 section 2.1.4.2. False, never an exception, for whatever does not prove it. */
    public static boolean verifyConsistency(long from, Sha256 fromRoot, long to, Sha256 toRoot, List<Sha256> path) {
        if (from < 0 || from > to) {
            return false;
        }
        if (from == to) {
            return path.isEmpty() && fromRoot.equals(toRoot);
        }
        if (from == 0) {
            return path.isEmpty() && fromRoot.equals(TreeHash.EMPTY);
        }
        List<Sha256> proof = new ArrayList<>(path);
        if (Long.bitCount(from) == 1) {
            proof.add(0, fromRoot);
        }
        if (proof.isEmpty()) {
            return false;
        }
        long fn = from - 1;
        long sn = to - 1;
        while ((fn & 1) == 1) {
            fn >>>= 1;
            sn >>>= 1;
        }
        Sha256 old = proof.get(0);
        Sha256 grown = proof.get(0);
        for (Sha256 hash : proof.subList(1, proof.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                old = TreeHash.node(hash, old);
                grown = TreeHash.node(hash, grown);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                grown = TreeHash.node(grown, hash);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && old.equals(fromRoot) && grown.equals(toRoot);
    }

    private static void requireSize(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a tree of size " + size);
        }
    }
}
