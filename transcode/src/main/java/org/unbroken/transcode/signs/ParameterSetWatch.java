package org.unbroken.transcode.signs;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

/** Parameter sets that come again with other content: a coder was set up anew, or two recordings were joined. */
final class ParameterSetWatch {
    static final String RULE = "parameter-sets/1";
    private static final int MOST_SETS = 512;
    private static final int MOST_BYTES = 1024;

    private record Change(long at, String name, int id) {}

    private final Map<Integer, ByteBuffer> known = new HashMap<>();
    private final Places<Change> changes = new Places<>();

    /** Answers whether the set's content is new. The key tells kind and id apart from all others. */
    boolean set(int key, String name, int id, ByteBuffer bytes, int from, int end, long time) {
        ByteBuffer now = bytes.duplicate();
        now.limit(Math.min(end, from + MOST_BYTES)).position(from);
        @Nullable ByteBuffer before = known.get(key);
        if (before != null && before.equals(now)) {
            return false;
        }
        if (before == null && known.size() >= MOST_SETS) {
            return true;
        }
        if (before != null) {
            changes.add(new Change(time, name, id));
        }
        byte[] copy = new byte[now.remaining()];
        now.get(copy);
        known.put(key, ByteBuffer.wrap(copy));
        return true;
    }

    void report(List<Sign> signs) {
        long lastAt = Long.MIN_VALUE;
        for (Change change : changes.first()) {
            if (change.at == lastAt) {
                continue;
            }
            lastAt = change.at;
            signs.add(new Sign(
                    FindingKind.PARAMETER_CHANGE,
                    change.at,
                    0,
                    Weight.LIKELY,
                    "the " + change.name + " with id " + change.id
                            + " is another one from here on: the encoder was set up anew, or something was joined here",
                    RULE));
        }
    }
}
