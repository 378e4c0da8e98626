package org.unbroken.storage.rules.type;

import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.storage.rules.Said;

/** A whole number; 0 says that nothing is asked. */
public record CountType(int most, boolean moreIsStricter) implements RuleType<Integer> {
    @Override
    public Integer read(Json json) throws WrongValueException {
        if (json instanceof JsonInteger number && number.value() >= 0 && number.value() <= most) {
            return (int) number.value();
        }
        throw wrong(json);
    }

    @Override
    public Strictness compare(Integer parent, Integer child) {
        if (parent.equals(child)) {
            return Strictness.SAME;
        }
        if (parent == 0 || child == 0) {
            return parent == 0 ? Strictness.STRICTER : Strictness.LAXER;
        }
        return child > parent == moreIsStricter ? Strictness.STRICTER : Strictness.LAXER;
    }

    @Override
    public Said expected() {
        return new Said("应写 0 至 " + most + " 的整数", "write a whole number from 0 to " + most);
    }
}
