package org.unbroken.integrity.stamp;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.tsp.ArchiveTimeStamp;
import org.bouncycastle.asn1.tsp.PartialHashtree;

/**
 * A token and how what it vouches for leads to what it stamped (RFC 4998 section 4.1).
 *
 * <pre>
 * ArchiveTimeStamp
 *   [0] digestAlgorithm     of the hash tree; the same as that of the token's imprint
 *   [2] reducedHashtree     SEQUENCE OF lists of digests; absent where the thing itself was stamped
 *   timeStamp               the token, a ContentInfo
 * </pre>
 */
public final class ArchiveStamp {
    private final TimeStamp stamp;
    /** As it was read: hash trees of later chains are over its bytes, and optional parts differ by maker. */
    private final ArchiveTimeStamp structure;

    private final List<PartialHashtree> lists;

    private ArchiveStamp(TimeStamp stamp, ArchiveTimeStamp structure, List<PartialHashtree> lists) {
        this.stamp = stamp;
        this.structure = structure;
        this.lists = List.copyOf(lists);
    }

    /** Over the thing itself. */
    public static ArchiveStamp direct(TimeStamp stamp) {
        return of(stamp, List.of());
    }

    /** Over the tree's root, for this one of its leaves. */
    public static ArchiveStamp of(TimeStamp stamp, HashTree tree, int leaf) {
        return of(stamp, tree.reduced(leaf));
    }

    private static ArchiveStamp of(TimeStamp stamp, List<PartialHashtree> lists) {
        PartialHashtree[] reduced = lists.isEmpty() ? null : lists.toArray(PartialHashtree[]::new);
        return new ArchiveStamp(
                stamp, new ArchiveTimeStamp(stamp.digest().identifier(), reduced, stamp.content()), lists);
    }

    static ArchiveStamp of(ArchiveTimeStamp read) {
        TimeStamp stamp = TimeStamp.of(read.getTimeStamp());
        if (!StampDigest.of(read.getDigestAlgorithmIdentifier()).equals(stamp.digest())) {
            throw new StampException("the hash tree's digest is not that of its token's imprint");
        }
        PartialHashtree[] lists = read.getReducedHashTree();
        return new ArchiveStamp(stamp, read, lists == null ? List.of() : List.of(lists));
    }

    ArchiveTimeStamp encodable() {
        return structure;
    }

    public TimeStamp stamp() {
        return stamp;
    }

    public StampDigest digest() {
        return stamp.digest();
    }

    /** What must have been stamped if this vouches for a thing with this digest; empty if it does not. */
    Optional<byte[]> root(byte[] leaf) {
        return HashTree.root(digest(), leaf, lists);
    }
}
