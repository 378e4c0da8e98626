package org.unbroken.integrity.stamp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.tsp.PartialHashtree;

/**
 * The hash tree of RFC 4998 section 4.2, by which one token stamps many things: a node is the digest of its children's
 * values, which are put in binary ascending order first; a child without a sibling goes up as it is.
 *
 * <pre>
 *        root = H(ab ‖ c)         a's reduced tree:   (a, b) (c)
 *        ┌──┴──┐                  c's reduced tree:   (c, ab)
 *  ab = H(a ‖ b) c
 *      ┌─┴─┐                      each list with what the one before it comes to, hashed,
 *      a   b                      is in the next; the last comes to the root
 * </pre>
 */
public final class HashTree {
    /** More lists than a tree over every thing there is has. */
    private static final int MOST_LISTS = 64;

    private static final int MOST_VALUES = 4096;

    private final StampDigest digest;
    /** From the leaves up. */
    private final List<List<byte[]>> levels = new ArrayList<>();

    public HashTree(StampDigest digest, List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("a hash tree has leaves");
        }
        this.digest = digest;
        levels.add(leaves.stream().map(byte[]::clone).toList());
        while (top().size() > 1) {
            levels.add(above(top()));
        }
    }

    private List<byte[]> top() {
        return levels.get(levels.size() - 1);
    }

    private List<byte[]> above(List<byte[]> below) {
        List<byte[]> nodes = new ArrayList<>();
        for (int i = 0; i < below.size(); i += 2) {
            nodes.add(
                    i + 1 < below.size() ? node(digest, new byte[][] {below.get(i), below.get(i + 1)}) : below.get(i));
        }
        return nodes;
    }

    public byte[] root() {
        return top().get(0).clone();
    }

    /** The lists that lead from a leaf to the root; none where the leaf is the root. */
    List<PartialHashtree> reduced(int leaf) {
        List<PartialHashtree> lists = new ArrayList<>();
        int place = leaf;
        for (List<byte[]> level : levels) {
            int sibling = place ^ 1;
            if (sibling < level.size() && level.size() > 1) {
                byte[][] list = lists.isEmpty()
                        ? new byte[][] {levels.get(0).get(leaf), level.get(sibling)}
                        : new byte[][] {level.get(sibling)};
                Arrays.sort(list, Arrays::compareUnsigned);
                lists.add(new PartialHashtree(list));
            }
            place /= 2;
        }
        return lists;
    }

    /** What the lists come to from this leaf on (section 4.3); empty where the first has no such leaf. */
    static Optional<byte[]> root(StampDigest digest, byte[] leaf, List<PartialHashtree> lists) {
        if (lists.size() > MOST_LISTS) {
            throw new StampException("a reduced hash tree of " + lists.size() + " lists; at most " + MOST_LISTS);
        }
        byte[] value = leaf;
        for (int i = 0; i < lists.size(); i++) {
            byte[][] list = lists.get(i).getValues();
            if (list.length == 0 || list.length > MOST_VALUES) {
                throw new StampException("a list of a hash tree has " + list.length + " values");
            }
            if (i == 0) {
                if (Arrays.stream(list).noneMatch(each -> Arrays.equals(each, leaf))) {
                    return Optional.empty();
                }
            } else {
                list = with(list, value);
            }
            value = node(digest, list);
        }
        return Optional.of(value);
    }

    /** The value is to be a member; some makers put it into the list, and some leave it to be computed. */
    private static byte[][] with(byte[][] list, byte[] value) {
        if (Arrays.stream(list).anyMatch(each -> Arrays.equals(each, value))) {
            return list;
        }
        byte[][] more = Arrays.copyOf(list, list.length + 1);
        more[list.length] = value;
        return more;
    }

    /** A list of one stands for itself: a group of one document is the document. */
    private static byte[] node(StampDigest digest, byte[][] values) {
        if (values.length == 1) {
            return values[0];
        }
        byte[][] sorted = values.clone();
        Arrays.sort(sorted, Arrays::compareUnsigned);
        return digest.of(sorted);
    }
}
