package org.unbroken.storage.rules.type;

import org.unbroken.integrity.Shown;
import org.unbroken.integrity.json.Json;
import org.unbroken.storage.rules.Said;

/** A kind of value: how it is read, and which of two is the stricter. */
public sealed interface RuleType<T> permits FlagType, CountType, OneOfType, WordsType, ChainType, TermType, TextType {
    T read(Json json) throws WrongValueException;

    /** How the child's value stands to its parent's. */
    Strictness compare(T parent, T child);

    /** What may be written. */
    Said expected();

    default WrongValueException wrong(Json json) {
        String shown = Shown.text(json.text());
        return new WrongValueException(new Said(shown + " 不是这项规则的取值", shown + " is no value of this rule"), expected());
    }
}
