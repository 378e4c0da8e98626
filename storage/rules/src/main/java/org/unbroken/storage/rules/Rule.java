package org.unbroken.storage.rules;

import java.util.List;
import java.util.Optional;
import org.unbroken.storage.rules.type.RuleType;

/**
 * One thing that regulations decide differently.
 *
 * @param rows the rows of docs/REGULATIONS.md that it serves
 * @param otherwise the rule whose value holds where this one's is {@code none}
 */
public record Rule<T>(String name, List<Integer> rows, RuleType<T> type, Optional<Rule<T>> otherwise) {
    public Rule {
        rows = List.copyOf(rows);
        if (!name.matches("[a-z][a-z.-]*") || rows.isEmpty()) {
            throw new IllegalArgumentException("a rule has a name and the rows that it serves: " + name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
