package org.unbroken.transcode.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * A short-term reference picture set (H.265 section 7.3.7): which pictures, told by their distance in the order of
 * showing, are kept for this picture or a later one. Whatever it leaves out is forgotten.
 *
 * @param before nearest first, distances below 0
 * @param after nearest first, distances above 0
 */
public record ReferenceSet(List<Reference> before, List<Reference> after) {
    static final ReferenceSet EMPTY = new ReferenceSet(List.of(), List.of());
    private static final int MOST = 16;

    /** One picture; used: this very picture may refer to it, rather than a later one. */
    public record Reference(int distance, boolean used) {}

    public ReferenceSet {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    public List<Reference> all() {
        List<Reference> all = new ArrayList<>(before);
        all.addAll(after);
        return all;
    }

    /**
     * @param earlier the sets before this one in the sequence parameter set
     * @param inSlice whether it stands in a slice header, and may then differ from any of them
     */
    static ReferenceSet parse(BitReader bits, List<ReferenceSet> earlier, boolean inSlice) throws MalformedBitstream {
        int index = earlier.size();
        if (index > 0 && bits.flag()) {
            int back = inSlice ? bits.ue(index - 1) + 1 : 1;
            return difference(bits, earlier.get(index - back));
        }
        int negatives = bits.ue(MOST);
        int positives = bits.ue(MOST);
        return new ReferenceSet(explicit(bits, negatives, -1), explicit(bits, positives, 1));
    }

    private static List<Reference> explicit(BitReader bits, int count, int sign) throws MalformedBitstream {
        List<Reference> references = new ArrayList<>();
        int distance = 0;
        for (int i = 0; i < count; i++) {
            distance += bits.ue(32_767) + 1;
            references.add(new Reference(sign * distance, bits.flag()));
        }
        return references;
    }

    /** Section 7.4.8, equations 7-61 and 7-62: the other set's references, seen from so far away. */
    private static ReferenceSet difference(BitReader bits, ReferenceSet other) throws MalformedBitstream {
        int sign = bits.bit() == 1 ? -1 : 1;
        int moved = sign * (bits.ue(32_767) + 1);
        int count = other.before.size() + other.after.size();
        boolean[] used = new boolean[count + 1];
        boolean[] kept = new boolean[count + 1];
        for (int i = 0; i <= count; i++) {
            used[i] = bits.flag();
            kept[i] = used[i] || bits.flag();
        }
        List<Reference> before = new ArrayList<>();
        List<Reference> after = new ArrayList<>();
        int negatives = other.before.size();
        for (int i = other.after.size() - 1; i >= 0; i--) {
            add(before, -1, other.after.get(i).distance() + moved, kept[negatives + i], used[negatives + i]);
        }
        add(before, -1, moved, kept[count], used[count]);
        for (int i = 0; i < negatives; i++) {
            add(before, -1, other.before.get(i).distance() + moved, kept[i], used[i]);
        }
        for (int i = negatives - 1; i >= 0; i--) {
            add(after, 1, other.before.get(i).distance() + moved, kept[i], used[i]);
        }
        add(after, 1, moved, kept[count], used[count]);
        for (int i = 0; i < other.after.size(); i++) {
            add(after, 1, other.after.get(i).distance() + moved, kept[negatives + i], used[negatives + i]);
        }
        if (before.size() > MOST || after.size() > MOST) {
            throw new MalformedBitstream("more than 16 references");
        }
        return new ReferenceSet(before, after);
    }

    private static void add(List<Reference> to, int side, int distance, boolean kept, boolean used) {
        if (kept && Integer.signum(distance) == side) {
            to.add(new Reference(distance, used));
        }
    }
}
