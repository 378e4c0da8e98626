package org.unbroken.transcode.signs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

/** Groups of pictures in the middle of a file that are shorter than nearly all others. */
final class Groups {
    static final String RULE = "short-group/1";
    private static final int LEAST_GROUPS = 5;
    private static final int MOST_LENGTHS = 64;

    private record Group(long endedAt, int pictures) {}

    private final Map<Integer, Places<Group>> lengths = new HashMap<>();
    private long groups;
    private int pictures;
    private boolean begun;

    void picture(boolean entry, long time) {
        if (entry) {
            if (begun) {
                groups++;
                if (lengths.size() < MOST_LENGTHS || lengths.containsKey(pictures)) {
                    lengths.computeIfAbsent(pictures, unused -> new Places<>()).add(new Group(time, pictures));
                }
            }
            begun = true;
            pictures = 0;
        }
        pictures++;
    }

    /** The length of nine groups in ten; 0 where there is no such, or too few groups. The last one is not complete. */
    int usual() {
        for (Map.Entry<Integer, Places<Group>> each : lengths.entrySet()) {
            if (groups >= LEAST_GROUPS && each.getValue().count() * 10 >= groups * 9) {
                return each.getKey();
            }
        }
        return 0;
    }

    void report(List<Sign> signs) {
        int usual = 0;
        long most = 0;
        for (Map.Entry<Integer, Places<Group>> each : lengths.entrySet()) {
            if (each.getValue().count() > most) {
                usual = each.getKey();
                most = each.getValue().count();
            }
        }
        if (groups < LEAST_GROUPS || most * 5 < groups * 4) {
            return;
        }
        for (Map.Entry<Integer, Places<Group>> each : lengths.entrySet()) {
            for (Group group : each.getKey() < usual ? each.getValue().first() : List.<Group>of()) {
                signs.add(new Sign(
                        FindingKind.SHORT_GROUP,
                        group.endedAt,
                        0,
                        Weight.NOTED,
                        "the group of pictures that ends here has " + group.pictures + " of the usual " + usual,
                        RULE));
            }
        }
    }
}
