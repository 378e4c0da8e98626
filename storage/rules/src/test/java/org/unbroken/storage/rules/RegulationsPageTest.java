package org.unbroken.storage.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/REGULATIONS.md to the rulebooks, and to what is there: nothing is called built without a test. */
final class RegulationsPageTest {
    private static final Path ROOT = Path.of(System.getProperty("unbroken.root", "."));
    private static final Path PAGE = ROOT.resolve("docs/REGULATIONS.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)(?:#([A-Za-z0-9]+))?`");
    private static final Pattern CODE = Pattern.compile("`([a-z][A-Za-z0-9/.-]*/src/main/[A-Za-z0-9/.-]+)`");

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    /** The hand-written lines of each section, which begin with a dash. */
    private static Map<Integer, List<String>> claims() throws IOException {
        Map<Integer, List<String>> claims = new HashMap<>();
        int row = 0;
        for (String line : page().lines().toList()) {
            Matcher head = Pattern.compile("## (\\d+)\\. .+").matcher(line);
            if (head.matches()) {
                row = Integer.parseInt(head.group(1));
                claims.put(row, new ArrayList<>());
            } else if (row > 0 && line.startsWith("- ")) {
                claims.get(row).add(line.substring(2));
            }
        }
        return claims;
    }

    @Test
    void theTablesSayWhatTheRulebooksSay() throws IOException {
        String made = RegulationsPage.withTables(page(), new RulebookShelf().shipped());
        if (Boolean.getBoolean("unbroken.write-docs")) {
            Files.writeString(PAGE, made);
        }
        assertThat(page()).isEqualTo(made);
    }

    @Test
    void everyRowIsThereAndSaysHowItStands() throws IOException {
        Map<Integer, List<String>> claims = claims();
        assertThat(claims).hasSize(RegulationsPage.ROWS);
        claims.forEach((row, lines) -> assertThat(lines)
                .as("row " + row)
                .isNotEmpty()
                .allMatch(line -> line.matches("(built|not yet|not by software)( \\(.*?\\))?: .*")));
    }

    @Test
    void whatIsCalledBuiltNamesCodeAndTestsThatAreThere() throws IOException {
        Map<String, String> tests = tests();
        for (Map.Entry<Integer, List<String>> section : claims().entrySet()) {
            for (String line : section.getValue()) {
                if (line.startsWith("built")) {
                    check("row " + section.getKey() + ": " + line, line, tests);
                }
            }
        }
    }

    private static void check(String what, String line, Map<String, String> tests) {
        Matcher code = CODE.matcher(line);
        while (code.find()) {
            assertThat(ROOT.resolve(code.group(1))).as(what).exists();
        }
        Matcher test = TEST.matcher(line);
        int named = 0;
        while (test.find()) {
            assertThat(tests).as(what).containsKey(test.group(1));
            if (test.group(2) != null) {
                assertThat(tests.get(test.group(1))).as(what).contains("void " + test.group(2) + "(");
            }
            named++;
        }
        assertThat(named).as(what + ": names a test").isPositive();
    }

    /** Test classes of the whole project by name, with their sources. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> found = new HashMap<>();
        for (String module : Files.readString(ROOT.resolve("pom.xml")).split("<module>", -1)) {
            Path sources =
                    ROOT.resolve(module.replaceAll("(?s)</module>.*", "")).resolve("src/test/java");
            if (module.contains("</module>") && Files.isDirectory(sources)) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                            .toList()) {
                        String name = file.getFileName().toString().replace(".java", "");
                        found.merge(name, Files.readString(file), String::concat);
                    }
                }
            }
        }
        return found;
    }
}
