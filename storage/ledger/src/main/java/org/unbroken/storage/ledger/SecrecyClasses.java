package org.unbroken.storage.ledger;

import java.util.Set;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** The secrecy classes that a recording is put into, by the rulebooks' words. */
public final class SecrecyClasses {
    /**
     * Those that regulations share, in force where a rulebook lists none. Also what a recording is in that was classified,
     * and nobody can tell how any more: whoever is cleared for all of these sees it and can say.
     */
    public static final Set<String> COMMON = Set.of("state-secret", "trade-secret", "privacy");

    private static final String MEMBER = "secrecy";

    private SecrecyClasses() {}

    static void put(JsonObject.Builder row, Set<String> classes) {
        row.remove(MEMBER);
        if (!classes.isEmpty()) {
            row.put(MEMBER, array(classes));
        }
    }

    public static JsonArray array(Set<String> classes) {
        return JsonArray.ofStrings(classes.stream().sorted().toList());
    }
}
