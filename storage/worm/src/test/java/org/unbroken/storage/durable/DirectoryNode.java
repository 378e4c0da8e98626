package org.unbroken.storage.durable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A directory of a {@link ForgetfulDisk}: the names it shows, and those the platters have. */
final class DirectoryNode implements Node {
    /** A name that came, or went ({@code node} null). */
    record Change(String name, @Nullable Node node) {}

    final Map<String, Node> shown = new HashMap<>();
    final Map<String, Node> kept = new HashMap<>();
    /** Changes since the last sync; those in one list happen together or not at all. */
    private final List<List<Change>> pending = new ArrayList<>();

    void change(Change... together) {
        for (Change change : together) {
            apply(shown, change);
        }
        pending.add(List.of(together));
    }

    void synced() {
        pending.clear();
        kept.clear();
        kept.putAll(shown);
    }

    void crash(RandomGenerator luck, boolean lucky) {
        for (List<Change> together : pending) {
            if (lucky && luck.nextBoolean()) {
                together.forEach(change -> apply(kept, change));
            }
        }
        pending.clear();
        shown.clear();
        shown.putAll(kept);
    }

    private static void apply(Map<String, Node> names, Change change) {
        if (change.node() == null) {
            names.remove(change.name());
        } else {
            names.put(change.name(), change.node());
        }
    }
}
