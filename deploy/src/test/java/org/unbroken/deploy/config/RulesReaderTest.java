package org.unbroken.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;

final class RulesReaderTest {
    @TempDir
    private Path folder;

    private static List<String> problems(Map<Setting, String> given) {
        return catchThrowableOfType(SettingsException.class, () -> ServerSettings.of(given))
                .problems();
    }

    @Test
    void agenciesAreGivenTheirRulebooks() throws Exception {
        Path own = Files.writeString(
                folder.resolve("own.json"),
                """
                {"format": "unbroken/rulebook/1", "id": "own", "version": "7", "name": {"zh": "某县", "en": "X"},
                 "parent": "g-henan-province-2019", "settings": {}}
                """);
        AgencyRules rules = ServerSettings.of(
                        Map.of(Setting.RULEBOOKS, "county=A, bureau = " + own + ", *=h-bureau-measures"))
                .rules();

        assertThat(rules.of("county").flatMap(Rulebook::code)).contains("A");
        assertThat(rules.of("bureau").orElseThrow().version()).isEqualTo("7");
        assertThat(rules.of("anybody").flatMap(Rulebook::code)).contains("H");
        assertThat(ServerSettings.of(Map.of()).rules().of("county")).isEmpty();
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        Path lax = Files.writeString(
                folder.resolve("lax.json"),
                """
                {"format": "unbroken/rulebook/1", "id": "lax", "version": "1", "name": {"zh": "某县", "en": "X"},
                 "parent": "a-hebei-emergency-management-bureau", "settings": {"retention.plain":
                   {"value": "1 years", "articles": ["3"], "wording": ["一年"]}}}
                """);
        assertThat(problems(Map.of(Setting.RULEBOOKS, "county=Z, nonsense, b=A, b=B")))
                .satisfiesExactly(
                        one -> assertThat(one).contains("\"Z\" is neither an id or letter"),
                        one -> assertThat(one).contains("\"nonsense\" is not agency=RULEBOOK"),
                        one -> assertThat(one).contains("agency b is there twice"));
        assertThat(problems(Map.of(Setting.RULEBOOKS, "county=" + lax)))
                .singleElement()
                .asString()
                .contains("lax.json:3:14: retention.plain: laxer than its parent");
        assertThat(problems(Map.of(Setting.RULEBOOK_CALENDARS, "/nowhere/2027.json")))
                .singleElement()
                .asString()
                .contains("/nowhere/2027.json cannot be read");
    }

    @Test
    void aFurtherYearIsReadFromAFile() throws Exception {
        Path year = Files.writeString(
                folder.resolve("2027.json"),
                """
                {"format": "unbroken/calendar/1", "year": 2027, "notice": "invented", "holidays": [
                  {"name": "元旦", "first": "2027-01-01", "last": "2027-01-03", "worked": []}]}
                """);
        assertThat(ServerSettings.of(Map.of(Setting.RULEBOOK_CALENDARS, year.toString()))
                        .rules()
                        .calendar()
                        .years())
                .containsExactly(2024, 2025, 2026, 2027);
    }
}
