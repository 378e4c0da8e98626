package org.unbroken.storage.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the nine shipped rulebooks say, against the texts: docs/REGULATIONS.md names these. */
final class RegulationsTest {
    private static final RulebookShelf SHELF = new RulebookShelf();

    private static Rulebook book(String code) {
        return SHELF.find(code).orElseThrow();
    }

    @Test
    void theNineAreThere() {
        assertThat(SHELF.shipped())
                .extracting(book -> book.code().orElseThrow())
                .containsExactly("A", "B", "C", "D", "E", "F", "G", "H", "I");
        assertThat(book("a").id()).isEqualTo("a-hebei-emergency-management-bureau");
        assertThat(book("g-henan-province-2019").code()).contains("G");
    }

    /** Reading checks that each wording stands in an article that it names: it would not have been read otherwise. */
    @Test
    void everySettingIsQuotedFromItsTextOrIsAStatedAssumption() {
        for (Rulebook book : SHELF.shipped()) {
            RegulationText text = SHELF.text(book.text().orElseThrow()).orElseThrow();
            assertThat(book.settings()).hasSameSizeAs(Rules.all());
            for (RuleSetting<?> setting : book.settings().values()) {
                assertThat(setting.silent() || !setting.articles().isEmpty())
                        .as(book + " " + setting.rule())
                        .isTrue();
                for (String words : setting.wording()) {
                    assertThat(setting.articles())
                            .as(book + " " + setting.rule() + ": " + words)
                            .anyMatch(article -> text.says(Integer.parseInt(article.replaceAll("\\(.*", "")), words));
                }
            }
        }
    }

    @Test
    void theTextsAreCutIntoTheirArticles() {
        Map<String, Integer> last =
                Map.of("A", 26, "B", 40, "C", 26, "D", 27, "E", 30, "F", 18, "G", 28, "H", 21, "I", 29);
        last.forEach((code, articles) -> {
            RegulationText text = SHELF.text(book(code).text().orElseThrow()).orElseThrow();
            for (int article = 1; article <= articles; article++) {
                // The published text of I has no article 14.
                assertThat(text.hasArticle(article)).as(code + article).isEqualTo(!(code.equals("I") && article == 14));
            }
            assertThat(text.hasArticle(articles + 1)).isFalse();
        });
    }

    @Test
    void theTextsAreThosePublished() throws IOException {
        Path shared = Path.of(System.getProperty("unbroken.root", "."), "..", "shared", "regulations");
        Assumptions.assumeTrue(Files.isDirectory(shared), "the published texts are not beside the project");
        for (Rulebook book : SHELF.shipped()) {
            String file = book.text().orElseThrow();
            try (var ours = RulebookShelf.class.getResourceAsStream("regulations/" + file)) {
                assertThat(ours).isNotNull();
                assertThat(ours.readAllBytes()).as(file).isEqualTo(Files.readAllBytes(shared.resolve(file)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "A, return, 24 hours, 3 working days",
        "B, recording, 2 days, none",
        "C, recording, 2 days, 24 hours",
        "D, return, 24 hours, 3 working days",
        "E, none, none, none",
        "F, none, none, none",
        "G, day-end, 0 days, 24 hours",
        "H, none, none, none",
        "I, day-end, 0 days, 24 hours"
    })
    void uploads(String code, String from, String within, String exception) {
        assertThat(book(code).value(Rules.UPLOAD_FROM)).isEqualTo(from);
        assertThat(book(code).value(Rules.UPLOAD_WITHIN).wire()).isEqualTo(within);
        assertThat(book(code).value(Rules.UPLOAD_EXCEPTION_WITHIN).wire()).isEqualTo(exception);
    }

    @ParameterizedTest
    @CsvSource({
        "A, 2 years, none, none, true", "B, 2 years, none, none, false", "C, 2 years, 6 months, case-files, true",
        "D, 2 years, none, none, true", "E, 2 years, none, none, false", "F, 2 years, none, all, true",
        "G, 2 years, none, all, true", "H, 1 years, none, none, true", "I, 2 years, none, none, true"
    })
    void retention(String code, String plain, String patrol, String archive, boolean evidenceSaid) {
        Rulebook book = book(code);
        assertThat(book.value(Rules.RETENTION_PLAIN).wire()).isEqualTo(plain);
        assertThat(book.value(Rules.RETENTION_PATROL).wire()).isEqualTo(patrol);
        assertThat(book.value(Rules.RETENTION_ARCHIVE_RULES)).isEqualTo(archive);
        assertThat(book.value(Rules.RETENTION_EVIDENCE)).isEqualTo("as-case-file");
        assertThat(book.setting(Rules.RETENTION_EVIDENCE).silent()).isEqualTo(!evidenceSaid);
    }

    /** Coercive measures, disputes, refusal, obstruction, abuse, evasion, mass incidents, other. */
    @ParameterizedTest
    @CsvSource({
        "A, 'coercive-measure dispute refusal obstruction abuse mass-incident other'",
        "B, 'dispute obstruction other'",
        "C, ''",
        "D, 'coercive-measure dispute refusal obstruction abuse mass-incident other'",
        "E, ''",
        "F, ''",
        "G, ''",
        "H, 'dispute evasion refusal obstruction abuse mass-incident other'",
        "I, ''"
    })
    void longTermTriggers(String code, String triggers) {
        assertThat(book(code).value(Rules.RETENTION_TRIGGERS))
                .isEqualTo(triggers.isEmpty() ? Set.of() : Set.of(triggers.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "A, closing, 30 working days",
        "B, act-end, 30 days",
        "C, act-end, 30 days",
        "D, closing, 30 working days",
        "E, none, none",
        "F, act-end, 30 days",
        "G, act-end, 20 working days",
        "H, act-end, end of year",
        "I, none, none"
    })
    void caseFiles(String code, String from, String within) {
        assertThat(book(code).value(Rules.CASE_FILE_FROM)).isEqualTo(from);
        assertThat(book(code).value(Rules.CASE_FILE_WITHIN).wire()).isEqualTo(within);
    }

    /** In the order viewing, copying, a party's copy, release outside; those that the text does not name in brackets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A|([leader-in-charge])|([leader-in-charge])|[head]|([head])",
                "B|[leader-in-charge]|[leader-in-charge]|[head]|[head]",
                "C|[leader-in-charge]|[leader-in-charge]|[leader-in-charge]|([head])",
                "D|([leader-in-charge])|([leader-in-charge])|[head]|([head])",
                "E|([leader-in-charge])|([leader-in-charge])|([head])|([head])",
                "F|([leader-in-charge])|([leader-in-charge])|[head]|([head])",
                "G|[head]|[head]|([head])|([head])",
                "H|([leader-in-charge])|([leader-in-charge])|([head])|([head])",
                "I|[office-director, leader-in-charge]|[office-director, leader-in-charge]|([head])|([head])"
            })
    void approvals(String code, String view, String copy, String party, String release) {
        assertThat(chain(code, Rules.APPROVAL_VIEW)).isEqualTo(view);
        assertThat(chain(code, Rules.APPROVAL_COPY)).isEqualTo(copy);
        assertThat(chain(code, Rules.APPROVAL_PARTY_COPY)).isEqualTo(party);
        assertThat(chain(code, Rules.APPROVAL_RELEASE)).isEqualTo(release);
    }

    private static String chain(String code, Rule<?> rule) {
        RuleSetting<?> setting = book(code).setting(rule);
        return setting.silent() ? "(" + setting.value() + ")" : setting.value().toString();
    }
}
