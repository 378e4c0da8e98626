package org.unbroken.storage.rules;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.storage.rules.Term.Counted;
import org.unbroken.storage.rules.Term.Word;

/** A span as a regulation writes it: counted in a unit that keeps its meaning, or one of a few words. */
public sealed interface Term permits Counted, Word {

    /** {@code 24 hours}, {@code 2 days}, {@code 30 working days}, {@code 2 years}. 0 days: before the same day is over. */
    record Counted(int count, TermUnit unit) implements Term {
        public Counted {
            if (count < 0 || count > 9999) {
                throw new IllegalArgumentException("a term counts 0 to 9999, not " + count);
            }
        }

        @Override
        public String wire() {
            return count + " " + unit.wire();
        }

        @Override
        public String in(Language language) {
            return language == Language.ZH ? count + unit.chinese() : wire();
        }
    }

    enum Word implements Term {
        /** There is no such term. */
        NONE("none", "无"),
        /** Never ends by itself: a person decides. */
        OPEN("open", "长期"),
        /** The end of 31 December. */
        END_OF_YEAR("end of year", "年底");

        private final String wire;
        private final String chinese;

        Word(String wire, String chinese) {
            this.wire = wire;
            this.chinese = chinese;
        }

        @Override
        public String wire() {
            return wire;
        }

        @Override
        public String in(Language language) {
            return language == Language.ZH ? chinese : wire;
        }
    }

    String wire();

    String in(Language language);

    /** Reads what {@link #wire} writes. */
    static Optional<Term> parse(String text) {
        for (Word word : Word.values()) {
            if (word.wire.equals(text)) {
                return Optional.of(word);
            }
        }
        Matcher counted = Pattern.compile("(0|[1-9][0-9]{0,3}) ([a-z ]+)").matcher(text);
        if (!counted.matches()) {
            return Optional.empty();
        }
        Set<TermUnit> units = EnumSet.allOf(TermUnit.class);
        return units.stream()
                .filter(unit -> unit.wire().equals(counted.group(2)))
                .<Term>map(unit -> new Counted(Integer.parseInt(counted.group(1)), unit))
                .findFirst();
    }
}
