package org.unbroken.storage.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.Sha256;

final class RulebookReaderTest {
    private static final RulebookShelf SHELF = new RulebookShelf();

    @TempDir
    private Path folder;

    /** The file of A, with one text replaced by another. */
    private static String shipped(String old, String changed) throws IOException {
        try (var in = RulebookShelf.class.getResourceAsStream("rulebooks/a-hebei-emergency-management-bureau.json")) {
            String file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(file).contains(old);
            return file.replace(old, changed);
        }
    }

    private static Rulebook read(String json) throws RulebookException {
        return new RulebookReader(SHELF).read("mine.json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Problem> problems(String json) {
        return catchThrowableOfType(RulebookException.class, () -> read(json)).problems();
    }

    private static int line(String file, String words) {
        return (int) file.substring(0, file.indexOf(words)).lines().count();
    }

    private static String derived(String settings) {
        return """
                {
                  "format": "unbroken/rulebook/1",
                  "id": "county-x",
                  "version": "3",
                  "name": {"zh": "某县", "en": "County X"},
                  "parent": "a-hebei-emergency-management-bureau",
                  "settings": {
                    %s
                  }
                }
                """
                .formatted(settings);
    }

    @Test
    void anUnknownMemberIsRefusedWithItsPlace() throws IOException {
        String file = shipped("\"value\": \"24 hours\",", "\"value\": \"24 hours\", \"vaule\": 1,");

        Problem problem = problems(file).get(0);

        assertThat(problem.place().line()).isEqualTo(line(file, "\"vaule\""));
        assertThat(problem.place().column()).isEqualTo(28);
        assertThat(problem.toString())
                .isEqualTo(
                        "mine.json:" + problem.place()
                                + ": upload.within: unknown member vaule; there are value, articles, wording, silent, assumption, note");
    }

    @Test
    void aWrongValueSaysWhatMayBeWritten() throws IOException {
        String file = shipped("\"value\": \"24 hours\"", "\"value\": \"24 fortnights\"");

        assertThat(problems(file)).singleElement().satisfies(problem -> {
            assertThat(problem.place()).isEqualTo(new Place(line(file, "24 fortnights"), 16));
            assertThat(problem.about()).isEqualTo("upload.within");
            assertThat(problem.reason().en()).isEqualTo("\"24 fortnights\" is no value of this rule");
            assertThat(problem.remedy().en()).startsWith("write a term such as \"2 hours\"");
            assertThat(problem.in(Language.ZH)).contains("不是这项规则的取值");
        });
    }

    @Test
    void aWrongTypeIsRefused() throws IOException {
        assertThat(problems(shipped("\"value\": \"24 hours\"", "\"value\": 24)".replace(")", ""))))
                .extracting(Problem::about)
                .containsExactly("upload.within");
        assertThat(problems(shipped("\"value\": [\"battery\", \"space\"]", "\"value\": [\"battery\", \"colour\"]")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy().en()).contains("battery, space, fault, clock"));
    }

    @Test
    void aMissingArticleIsRefused() throws IOException {
        String file =
                shipped("\"articles\": [\"18\"],\n      \"wording\": [\"30个工作日内\"]", "\"wording\": [\"30个工作日内\"]");

        assertThat(problems(file)).singleElement().satisfies(problem -> {
            assertThat(problem.about()).isEqualTo("case-file.within");
            assertThat(problem.reason().en()).isEqualTo("articles is missing");
        });
    }

    @Test
    void wordingThatTheArticleDoesNotHaveIsRefused() throws IOException {
        assertThat(problems(shipped("[\"30个工作日内\"]", "[\"60个工作日内\"]")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason().en()).contains("do not say 60个工作日内"));
        assertThat(problems(shipped(
                        "\"articles\": [\"18\"],\n      \"wording\": [\"30个工作日内\"]",
                        "\"articles\": [\"19\"],\n      \"wording\": [\"30个工作日内\"]")))
                .hasSize(1);
    }

    @Test
    void aMissingOrUnknownRuleIsRefused() throws IOException {
        String file = shipped("\"upload.within\": {", "\"upload.wihtin\": {");

        assertThat(problems(file))
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).contains("rule upload.within is missing"),
                        one -> assertThat(one).contains("upload.wihtin: there is no such rule"));
    }

    @Test
    void silenceNeedsAStatedAssumption() throws IOException {
        String file = shipped(
                "\"assumption\": {\"zh\": \"条文未写：起始当日不计\", \"en\": \"the text is silent: the first day is not counted\"}",
                "\"note\": {\"zh\": \"注\", \"en\": \"n\"}");

        assertThat(problems(file)).singleElement().satisfies(problem -> {
            assertThat(problem.about()).isEqualTo("counting.first-day");
            assertThat(problem.reason().en()).isEqualTo("member assumption is missing");
        });
    }

    @Test
    void brokenJsonIsRefusedWithItsPlace() {
        assertThat(problems("{\n  \"format\": oops }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.place().line()).isEqualTo(2));
        assertThat(problems("[]")).hasSize(1);
    }

    @Test
    void aDerivedRulebookInheritsAndMayBeStricter() throws RulebookException {
        Rulebook book = read(derived(
                "\"upload.within\": {\"value\": \"12 hours\", \"articles\": [\"3\"], \"wording\": [\"十二小时内上传\"]}"));

        assertThat(book.value(Rules.UPLOAD_WITHIN).wire()).isEqualTo("12 hours");
        assertThat(book.value(Rules.RETENTION_PLAIN).wire()).isEqualTo("2 years");
        assertThat(book.parent().orElseThrow().string("sha256"))
                .isEqualTo(SHELF.find("A").orElseThrow().digest().hex());
        // What is inherited is in the digest: it changes with the parent.
        assertThat(book.json().object("settings").members()).hasSameSizeAs(Rules.all());
    }

    @Test
    void aDerivedRulebookIsNeverLaxer() {
        assertThat(
                        problems(
                                derived(
                                        "\"upload.within\": {\"value\": \"36 hours\", \"articles\": [\"3\"], \"wording\": [\"三十六小时内\"]}")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.toString()).startsWith("mine.json:8:32: upload.within: laxer than its parent");
                    assertThat(problem.remedy().en()).isEqualTo("make it the same or stricter");
                });
        assertThat(problems(derived(
                        "\"retention.plain\": {\"value\": \"1 years\", \"articles\": [\"3\"], \"wording\": [\"一年\"]}")))
                .hasSize(1);
        assertThat(
                        problems(
                                derived(
                                        "\"approval.party-copy\": {\"value\": [\"leader-in-charge\"], \"articles\": [\"3\"], \"wording\": [\"分管领导\"]}")))
                .hasSize(1);
        assertThat(
                        problems(
                                derived(
                                        "\"retention.triggers\": {\"value\": [\"dispute\"], \"articles\": [\"3\"], \"wording\": [\"争议\"]}")))
                .hasSize(1);
    }

    /** A sets no term of its own for patrols: they are kept as other footage, and a term for them must not be less. */
    @Test
    void aTermThatStandsInForAnotherIsHeldAgainstThatOne() throws RulebookException {
        assertThat(
                        problems(
                                derived(
                                        "\"retention.patrol\": {\"value\": \"6 months\", \"articles\": [\"3\"], \"wording\": [\"六个月\"]}")))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.reason().en()).contains("laxer").contains("2 years"));
        read(derived("\"retention.patrol\": {\"value\": \"3 years\", \"articles\": [\"3\"], \"wording\": [\"三年\"]}"));
    }

    @Test
    void whatCannotBeComparedIsRefusedWithTheReason() {
        assertThat(
                        problems(
                                derived(
                                        "\"case-file.within\": {\"value\": \"40 days\", \"articles\": [\"3\"], \"wording\": [\"四十日\"]}")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason().en())
                        .contains("cannot be compared")
                        .contains("30 working days, 18".replace("30 working days", "\"30 working days\"")));
        assertThat(problems(derived(
                        "\"upload.from\": {\"value\": \"day-end\", \"articles\": [\"3\"], \"wording\": [\"当日\"]}")))
                .hasSize(1);
    }

    @Test
    void anAssumptionGivesWayToTheAgencysOwnTextOnly() throws RulebookException {
        assertThat(
                        problems(
                                derived(
                                        "\"approval.view\": {\"value\": [\"keeper\"], \"silent\": true, \"assumption\": {\"zh\": \"保管人\", \"en\": \"keeper\"}}")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy().en()).contains("quote a text of the agency's own"));
        Rulebook book = read(derived(
                "\"approval.view\": {\"value\": [\"keeper\"], \"articles\": [\"4\"], \"wording\": [\"由保管人批准\"]}"));
        assertThat(book.value(Rules.APPROVAL_VIEW)).containsExactly("keeper");
    }

    @Test
    void settingsThatBelongTogetherAgree() {
        assertThat(problems(derived(
                        "\"upload.exception.when\": {\"value\": [], \"articles\": [\"3\"], \"wording\": [\"无例外\"]}")))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.reason().en()).isEqualTo("does not agree with upload.exception.when"));
    }

    /** A tenth regulation: a file, its text beside it, and no code. */
    @Test
    void aTenthRegulationNeedsNoCode() throws IOException, RulebookException {
        String tenth = shipped(
                        "\"id\": \"a-hebei-emergency-management-bureau\",\n  \"code\": \"A\"",
                        "\"id\": \"tenth\",\n  \"code\": \"J\"")
                .replace("A-hebei-emergency-management-bureau.txt", "tenth.txt")
                .replace("\"24 hours\"", "\"36 hours\"")
                .replace("\"24小时内\"", "\"36小时内\"");
        String text;
        try (var in = RulebookShelf.class.getResourceAsStream("regulations/A-hebei-emergency-management-bureau.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("24小时内", "36小时内");
        }
        Files.writeString(folder.resolve("tenth.txt"), text);
        Path file = Files.writeString(folder.resolve("tenth.json"), tenth);

        Rulebook book = SHELF.read(file);

        assertThat(book.value(Rules.UPLOAD_WITHIN).wire()).isEqualTo("36 hours");
        // And one that derives from it.
        Path child = Files.writeString(
                folder.resolve("child.json"),
                derived("\"upload.within\": {\"value\": \"30 hours\", \"articles\": [\"3\"], \"wording\": [\"三十小时\"]}")
                        .replace("a-hebei-emergency-management-bureau", "tenth"));
        assertThat(SHELF.read(child).value(Rules.UPLOAD_WITHIN).wire()).isEqualTo("30 hours");
    }

    @Test
    void rulebooksThatDeriveFromEachOtherAreRefused() throws IOException {
        Files.writeString(
                folder.resolve("one.json"),
                derived("").replace("county-x", "one").replace("a-hebei-emergency-management-bureau", "two"));
        Files.writeString(
                folder.resolve("two.json"),
                derived("").replace("county-x", "two").replace("a-hebei-emergency-management-bureau", "one"));

        assertThatThrownBy(() -> SHELF.read(folder.resolve("one.json")))
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining("derive from each other");
    }

    @Test
    void theDigestIsThatOfTheCanonicalForm() throws IOException, RulebookException {
        Rulebook book = SHELF.find("A").orElseThrow();

        assertThat(book.digest()).isEqualTo(Sha256.of(book.json().canonical()));
        // Spacing does not count, a value does.
        assertThat(read(shipped("  \"code\": \"A\"", "      \"code\": \"A\"")).digest())
                .isEqualTo(book.digest());
        assertThat(read(shipped("\"version\": \"2\"", "\"version\": \"3\"")).digest())
                .isNotEqualTo(book.digest());
        assertThat(book.reference().sha256()).isEqualTo(book.digest());
    }
}
