package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Objects of recordings that no entry names.
 *
 * <p>Each entry has a detail, put before its segment. So where a log was cut off, details are left that no entry names
 * (unless they were removed too). A process that was killed between the two leaves the same; the store alone cannot tell
 * the one from the other.
 */
final class UntrackedObjects {
    static final String IN_DOUBT =
            "cannot tell: objects that no entry names: the log may have been cut off, or the last"
                    + " run was killed before its entries were published";

    private UntrackedObjects() {}

    interface Visitor {
        void visit(ObjectKey key);
    }

    static void find(WormStore worm, Predicate<ObjectKey> tracked, Visitor visitor, Progress progress)
            throws IOException {
        long seen = 0;
        try (Stream<ObjectKey> keys = worm.list("recordings/")) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                ObjectKey key = each.next();
                if (!tracked.test(key)) {
                    visitor.visit(key);
                }
                if (++seen % 1000 == 0) {
                    progress.at("objects", seen);
                }
            }
        }
    }

    static Finding finding(ObjectKey key) {
        return new Finding(
                Finding.Kind.UNTRACKED, key.value(), Audit.recordingOf(key), List.of(), "the log does not tell of it");
    }

    /** An entry was on its way into the store when this was put. */
    static boolean isDetail(ObjectKey key) {
        return key.value().contains("/details/");
    }

    /** Put for an entry that was to follow at once. */
    static boolean isDocument(ObjectKey key) {
        return isDetail(key)
                || key.value().contains("/analyses/")
                || key.value().endsWith("/manifest.json");
    }
}
