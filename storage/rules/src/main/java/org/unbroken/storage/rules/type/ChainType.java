package org.unbroken.storage.rules.type;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.rules.Said;

/**
 * Roles, in the order in which they act. A chain is no laxer than another if for each step of that one it has, in the
 * same order, a step of the same or a higher role.
 */
public record ChainType() implements RuleType<List<String>> {
    /** From low to high. */
    public static final List<String> ROLES =
            List.of("handler", "keeper", "office-director", "department-head", "leader-in-charge", "head");

    @Override
    public List<String> read(Json json) throws WrongValueException {
        if (!(json instanceof JsonArray array)) {
            throw wrong(json);
        }
        List<String> roles = new ArrayList<>();
        for (Json item : array.items()) {
            if (!(item instanceof JsonString role) || !ROLES.contains(role.value()) || roles.contains(role.value())) {
                throw wrong(item);
            }
            roles.add(role.value());
        }
        return List.copyOf(roles);
    }

    @Override
    public Strictness compare(List<String> parent, List<String> child) {
        if (parent.equals(child)) {
            return Strictness.SAME;
        }
        boolean holds = covers(child, parent);
        if (holds != covers(parent, child)) {
            return holds ? Strictness.STRICTER : Strictness.LAXER;
        }
        return Strictness.INCOMPARABLE;
    }

    private static boolean covers(List<String> chain, List<String> wanted) {
        int met = 0;
        for (String role : chain) {
            if (met < wanted.size() && ROLES.indexOf(role) >= ROLES.indexOf(wanted.get(met))) {
                met++;
            }
        }
        return met == wanted.size();
    }

    @Override
    public Said expected() {
        String all = String.join(", ", ROLES);
        return new Said("应按次序写角色数组，各一次，取自：" + all, "write an array of roles in their order, each once, of " + all);
    }
}
