package org.unbroken.storage.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.storage.rules.type.ChainType;
import org.unbroken.storage.rules.type.OneOfType;
import org.unbroken.storage.rules.type.WordsType;

final class VocabularyTest {
    @Test
    void everyWordOfAClosedVocabularyHasAChineseOne() {
        for (Rule<?> rule : Rules.all()) {
            List<String> words = rule.type() instanceof WordsType set
                    ? set.vocabulary()
                    : rule.type() instanceof OneOfType one
                            ? one.words()
                            : rule.type() instanceof ChainType ? ChainType.ROLES : List.of();
            assertThat(words).as(rule.name()).allMatch(Vocabulary::knows);
        }
    }

    @Test
    void wordsAreSaidInTheLanguageAskedFor() {
        assertThat(Vocabulary.in(Language.ZH, List.of("case", "party"))).isEqualTo("案号、当事人");
        assertThat(Vocabulary.in(Language.EN, List.of("case", "party"))).isEqualTo("case, party");
        assertThat(Vocabulary.in(Language.ZH, "a-step-of-their-own")).isEqualTo("a-step-of-their-own");
    }
}
