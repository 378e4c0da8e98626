package org.unbroken.storage.rules;

import java.util.List;
import java.util.stream.Collectors;

/** A file is no rulebook. Holds all that is wrong with it. */
public final class RulebookException extends Exception {
    private final transient List<Problem> problems;

    public RulebookException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
