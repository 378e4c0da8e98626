package org.unbroken.storage.rules.type;

import java.util.Set;
import java.util.stream.Collectors;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.rules.Said;
import org.unbroken.storage.rules.Term;
import org.unbroken.storage.rules.TermUnit;

/** A span within which something is done ({@link #deadline}), or for which something is kept ({@link #keeping}). */
public record TermType(Set<TermUnit> units, Set<Term.Word> words, boolean longerIsStricter, boolean noneIsStrictest)
        implements RuleType<Term> {
    public TermType {
        units = Set.copyOf(units);
        words = Set.copyOf(words);
    }

    public static TermType deadline() {
        return new TermType(
                Set.of(TermUnit.HOURS, TermUnit.DAYS, TermUnit.WORKING_DAYS),
                Set.of(Term.Word.NONE, Term.Word.END_OF_YEAR),
                false,
                false);
    }

    /** A deadline of an exception: having none is the stricter. */
    public static TermType exception() {
        return new TermType(
                Set.of(TermUnit.HOURS, TermUnit.DAYS, TermUnit.WORKING_DAYS), Set.of(Term.Word.NONE), false, true);
    }

    /** How often something recurs. */
    public static TermType interval() {
        return new TermType(
                Set.of(TermUnit.DAYS, TermUnit.MONTHS, TermUnit.YEARS), Set.of(Term.Word.NONE), false, false);
    }

    public static TermType keeping(Term.Word... words) {
        return new TermType(Set.of(TermUnit.DAYS, TermUnit.MONTHS, TermUnit.YEARS), Set.of(words), true, false);
    }

    @Override
    public Term read(Json json) throws WrongValueException {
        if (json instanceof JsonString string) {
            Term term = Term.parse(string.value()).orElseThrow(() -> wrong(json));
            boolean allowed =
                    term instanceof Term.Counted counted ? units.contains(counted.unit()) : words.contains(term);
            if (allowed) {
                return term;
            }
        }
        throw wrong(json);
    }

    @Override
    public Strictness compare(Term parent, Term child) {
        if (parent.equals(child)) {
            return Strictness.SAME;
        }
        if (parent == Term.Word.NONE || child == Term.Word.NONE) {
            return (child == Term.Word.NONE) == noneIsStrictest ? Strictness.STRICTER : Strictness.LAXER;
        }
        if (parent == Term.Word.OPEN || child == Term.Word.OPEN) {
            return child == Term.Word.OPEN ? Strictness.STRICTER : Strictness.LAXER;
        }
        if (!(parent instanceof Term.Counted old) || !(child instanceof Term.Counted now)) {
            return Strictness.INCOMPARABLE;
        }
        boolean childNoLonger = endsNoLater(now, old);
        boolean parentNoLonger = endsNoLater(old, now);
        if (!childNoLonger && !parentNoLonger) {
            return Strictness.INCOMPARABLE;
        }
        return parentNoLonger == longerIsStricter ? Strictness.STRICTER : Strictness.LAXER;
    }

    /** Whether the one ends no later than the other, from every moment and in every calendar. */
    private static boolean endsNoLater(Term.Counted one, Term.Counted other) {
        if (one.unit() == other.unit()) {
            return one.count() <= other.count();
        }
        if (one.unit() == TermUnit.DAYS && other.unit() == TermUnit.WORKING_DAYS && one.count() <= other.count()) {
            return true;
        }
        return longestHours(one) <= shortestHours(other);
    }

    /** From the last moment of a day. */
    private static long shortestHours(Term.Counted term) {
        return switch (term.unit()) {
            case HOURS -> term.count();
            case DAYS, WORKING_DAYS -> 24L * term.count();
            case MONTHS -> 28 * 24L * term.count();
            case YEARS -> 365 * 24L * term.count();
        };
    }

    /** From the first moment of a day to the end of the last. */
    private static long longestHours(Term.Counted term) {
        return switch (term.unit()) {
            case HOURS -> term.count();
            case DAYS -> 24L * (term.count() + 1);
            // How many days working days take, each year's notice decides.
            case WORKING_DAYS -> Long.MAX_VALUE;
            case MONTHS -> 24L * (31L * term.count() + 1);
            case YEARS -> 24L * (366L * term.count() + 1);
        };
    }

    @Override
    public Said expected() {
        String counted =
                units.stream().sorted().map(unit -> "\"2 " + unit.wire() + "\"").collect(Collectors.joining(", "));
        String said =
                words.stream().sorted().map(word -> ", \"" + word.wire() + "\"").collect(Collectors.joining());
        return new Said("应写期限，如 " + counted + said, "write a term such as " + counted + said);
    }
}
