package org.unbroken.transcode.signs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.codec.HevcSlice;
import org.unbroken.transcode.codec.ReferenceSet;

/**
 * Each HEVC picture names the pictures that it needs, and those that later ones need (H.265 section 8.3.2). One that is
 * named and neither there nor forgotten earlier is missing. Certain only where a second picture names it too: a single
 * damaged header names anything.
 */
final class NamedReferences {
    static final String RULE = "hevc-references/1";
    private static final int MOST_MISSING = 64;

    private record Missing(long at, int pictures, boolean sure) {}

    private final Places<Missing> places = new Places<>();
    private Set<Long> held = new HashSet<>();
    private Set<Long> missing = new HashSet<>();
    private long openAt;
    private int openCount;
    private boolean openSure;

    void restart() {
        close();
        held.clear();
        missing.clear();
    }

    void picture(long place, HevcSlice slice, boolean longTerm, long time) {
        if (longTerm) {
            // Pictures are kept in ways that are not followed here: nothing can be told.
            return;
        }
        Set<Long> kept = new HashSet<>();
        Set<Long> stillMissing = new HashSet<>();
        boolean any = false;
        for (ReferenceSet.Reference reference : slice.references().all()) {
            long named = place + reference.distance();
            if (held.contains(named)) {
                kept.add(named);
            } else if (reference.used() && stillMissing.size() < MOST_MISSING) {
                any = true;
                stillMissing.add(named);
                if (missing.contains(named)) {
                    openSure = true;
                } else {
                    openCount++;
                    openAt = openCount == 1 ? time : openAt;
                }
            } else if (missing.contains(named)) {
                stillMissing.add(named);
            }
        }
        missing = stillMissing;
        if (!any && stillMissing.isEmpty()) {
            close();
        }
        kept.add(place);
        held = kept;
    }

    private void close() {
        if (openCount > 0) {
            places.add(new Missing(openAt, openCount, openSure));
        }
        openCount = 0;
        openSure = false;
    }

    void report(List<Sign> signs) {
        close();
        for (Missing each : places.first()) {
            signs.add(new Sign(
                    FindingKind.MISSING_FRAMES,
                    each.at,
                    0,
                    each.sure ? Weight.CERTAIN : Weight.LIKELY,
                    "this picture is coded with reference to " + each.pictures
                            + (each.pictures == 1 ? " picture that is" : " pictures that are") + " not in the file"
                            + (each.sure ? "" : ", or its header is damaged"),
                    RULE));
        }
    }
}
