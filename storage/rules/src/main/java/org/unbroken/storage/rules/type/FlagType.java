package org.unbroken.storage.rules.type;

import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonBoolean;
import org.unbroken.storage.rules.Said;

/** Yes or no, one of which is the stricter. */
public record FlagType(boolean strict) implements RuleType<Boolean> {
    @Override
    public Boolean read(Json json) throws WrongValueException {
        if (json instanceof JsonBoolean flag) {
            return flag.value();
        }
        throw wrong(json);
    }

    @Override
    public Strictness compare(Boolean parent, Boolean child) {
        if (parent.equals(child)) {
            return Strictness.SAME;
        }
        return child == strict ? Strictness.STRICTER : Strictness.LAXER;
    }

    @Override
    public Said expected() {
        return new Said("应写 true 或 false", "write true or false");
    }
}
