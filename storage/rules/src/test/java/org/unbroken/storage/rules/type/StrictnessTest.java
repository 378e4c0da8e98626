package org.unbroken.storage.rules.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.storage.rules.type.Strictness.INCOMPARABLE;
import static org.unbroken.storage.rules.type.Strictness.LAXER;
import static org.unbroken.storage.rules.type.Strictness.SAME;
import static org.unbroken.storage.rules.type.Strictness.STRICTER;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.storage.rules.Rule;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Term;

final class StrictnessTest {
    @ParameterizedTest
    @CsvSource({
        "24 hours, 24 hours, SAME",
        "24 hours, 12 hours, STRICTER",
        "24 hours, 25 hours, LAXER",
        // From one minute to midnight a day is 24 hours and a minute; never less.
        "1 days, 24 hours, STRICTER",
        "1 days, 25 hours, INCOMPARABLE",
        "24 hours, 1 days, LAXER",
        "24 hours, 0 days, STRICTER",
        "2 days, 2 working days, LAXER",
        "3 working days, 3 days, STRICTER",
        "3 working days, 4 days, INCOMPARABLE",
        "3 working days, 72 hours, STRICTER",
        "30 working days, end of year, INCOMPARABLE",
        "none, 2 days, STRICTER",
        "2 days, none, LAXER"
    })
    void ofDeadlines(String parent, String child, Strictness strictness) {
        assertThat(compare(TermType.deadline(), parent, child)).isEqualTo(strictness);
    }

    @ParameterizedTest
    @CsvSource({
        "2 years, 3 years, STRICTER",
        "2 years, 1 years, LAXER",
        "6 months, 1 years, STRICTER",
        "1 years, 6 months, LAXER",
        "1 years, 365 days, INCOMPARABLE",
        "2 years, open, STRICTER",
        "open, 100 years, LAXER"
    })
    void ofKeeping(String parent, String child, Strictness strictness) {
        assertThat(compare(TermType.keeping(Term.Word.OPEN), parent, child)).isEqualTo(strictness);
    }

    @Test
    void ofAnExceptionNoneIsTheStrictest() {
        assertThat(compare(TermType.exception(), "24 hours", "none")).isEqualTo(STRICTER);
        assertThat(compare(TermType.exception(), "none", "24 hours")).isEqualTo(LAXER);
    }

    private static Strictness compare(TermType type, String parent, String child) {
        return type.compare(Term.parse(parent).orElseThrow(), Term.parse(child).orElseThrow());
    }

    @Test
    void ofChainsByStepAndRank() {
        ChainType chain = new ChainType();
        List<String> both = List.of("office-director", "leader-in-charge");
        assertThat(chain.compare(List.of("leader-in-charge"), both)).isEqualTo(STRICTER);
        assertThat(chain.compare(both, List.of("leader-in-charge"))).isEqualTo(LAXER);
        assertThat(chain.compare(List.of("leader-in-charge"), List.of("head"))).isEqualTo(STRICTER);
        // The head alone is one step where two are asked, and two steps reach no head.
        assertThat(chain.compare(both, List.of("head"))).isEqualTo(INCOMPARABLE);
        assertThat(chain.compare(both, List.of("leader-in-charge", "office-director")))
                .isNotEqualTo(STRICTER);
        assertThat(chain.compare(List.of("keeper"), List.of())).isEqualTo(LAXER);
    }

    @Test
    void ofWords() {
        Set<String> less = Set.of("case");
        Set<String> more = Set.of("case", "party");
        assertThat(WordsType.more().compare(less, more)).isEqualTo(STRICTER);
        assertThat(WordsType.more().compare(more, less)).isEqualTo(LAXER);
        assertThat(WordsType.fewer().compare(more, less)).isEqualTo(STRICTER);
        assertThat(WordsType.more().compare(less, Set.of("party"))).isEqualTo(INCOMPARABLE);
        assertThat(WordsType.unordered().compare(less, more)).isEqualTo(INCOMPARABLE);
    }

    @Test
    void ofFlagsAndCounts() {
        assertThat(new FlagType(true).compare(false, true)).isEqualTo(STRICTER);
        assertThat(new FlagType(false).compare(false, true)).isEqualTo(LAXER);
        assertThat(new CountType(10, true).compare(2, 3)).isEqualTo(STRICTER);
        assertThat(new CountType(10, false).compare(2, 3)).isEqualTo(LAXER);
        assertThat(new CountType(10, false).compare(2, 0)).isEqualTo(LAXER);
    }

    /** What one value is to another, the other is not to it. */
    @Test
    void noOrderGoesBothWays() {
        for (Rule<?> rule : Rules.all()) {
            if (rule.type() instanceof OneOfType oneOf) {
                for (String a : oneOf.words()) {
                    for (String b : oneOf.words()) {
                        Strictness there = oneOf.compare(a, b);
                        Strictness back = oneOf.compare(b, a);
                        assertThat(there == SAME).as(rule + " " + a + " " + b).isEqualTo(a.equals(b));
                        assertThat(there == STRICTER).isEqualTo(back == LAXER);
                    }
                }
            }
        }
    }
}
