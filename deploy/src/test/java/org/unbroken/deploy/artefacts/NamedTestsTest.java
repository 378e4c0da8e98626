package org.unbroken.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page that says "this test shows it" is wrong from the day on that the test has another name. */
final class NamedTestsTest {
    /** In backquotes: {@code WitnessTest}, {@code WitnessTest.aFork}. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)(?:\\.([a-z][A-Za-z0-9]*))?`");

    @Test
    void everyTestThatADocumentNamesIsThere() throws IOException {
        Map<String, String> tests = tests();
        int named = 0;
        for (Path page : pages()) {
            Matcher matcher = NAMED.matcher(Files.readString(page));
            while (matcher.find()) {
                named++;
                assertThat(tests).as(page.toString()).containsKey(matcher.group(1));
                if (matcher.group(2) != null) {
                    assertThat(tests.get(matcher.group(1)))
                            .as(page + ": " + matcher.group())
                            .contains("void " + matcher.group(2) + "(");
                }
            }
        }
        assertThat(named).isGreaterThan(40);
    }

    @Test
    void everyThreatThatIsDetectedNamesItsTest() throws IOException {
        List<String> rows = Files.readAllLines(DeploymentFiles.ROOT.resolve("docs/THREATS.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack "))
                .toList();
        assertThat(rows).hasSizeGreaterThan(12);
        for (String row : rows) {
            String[] cells = row.split("(?<!\\\\)\\|", -1);
            boolean nothing = cells[2].contains("signs, not proof");
            assertThat(nothing || NAMED.matcher(cells[3]).find()).as(row).isTrue();
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> all = Files.list(DeploymentFiles.ROOT.resolve("docs"))) {
            return all.filter(page -> page.toString().endsWith(".md")).toList();
        }
    }

    /** Source of each test class by its name; of two with one name, both. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (String room : List.of("integrity", "storage", "transcode", "ingest", "deploy")) {
            try (Stream<Path> walk = Files.walk(DeploymentFiles.ROOT.resolve(room))) {
                List<Path> sources = walk.filter(file -> file.toString().endsWith("Test.java"))
                        .filter(file -> file.toString().contains("src/test/java"))
                        .toList();
                for (Path file : sources) {
                    tests.merge(
                            file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
                }
            }
        }
        return tests;
    }
}
