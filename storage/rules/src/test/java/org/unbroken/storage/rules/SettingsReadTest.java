package org.unbroken.storage.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A setting that nothing obeys is none: each is read by the software, or docs/REGULATIONS.md says why it is only stated. */
final class SettingsReadTest {
    private static final Path ROOT = Path.of(System.getProperty("unbroken.root", "."));
    private static final Pattern READ = Pattern.compile("\\bRules\\.([A-Z][A-Z_]+)\\b");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");
    private static final Pattern STATED = Pattern.compile("- `([a-z.-]+)`: (.+)");

    @Test
    void eachSettingIsReadOrOnlyStatedForAReason() throws Exception {
        Set<String> read = read();
        Set<String> stated = stated();

        Set<String> neither = names();
        neither.removeAll(read);
        neither.removeAll(stated);
        assertThat(neither).as("in the rulebooks, and nothing obeys them").isEmpty();
        Set<String> both = new TreeSet<>(stated);
        both.retainAll(read);
        assertThat(both).as("called only stated, and something reads them").isEmpty();
        assertThat(names()).containsAll(stated);
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        Rules.all().forEach(rule -> names.add(rule.name()));
        return names;
    }

    /** By the sources: what names a setting's rule, but the list of them and the check of a file against itself. */
    private static Set<String> read() throws IOException, IllegalAccessException {
        Map<String, String> rules = new HashMap<>();
        for (Field field : Rules.class.getFields()) {
            if (field.get(null) instanceof Rule<?> rule) {
                rules.put(field.getName(), rule.name());
            }
        }
        Set<String> read = new TreeSet<>();
        for (Path file : sources()) {
            String source = COMMENT.matcher(Files.readString(file)).replaceAll("");
            boolean ofRules = source.contains("import org.unbroken.storage.rules.Rules;")
                    || source.contains("package org.unbroken.storage.rules;");
            String name = file.getFileName().toString();
            if (ofRules && !name.equals("Rules.java") && !name.equals("Agreement.java")) {
                Matcher matcher = READ.matcher(source);
                while (matcher.find()) {
                    if (rules.containsKey(matcher.group(1))) {
                        read.add(rules.get(matcher.group(1)));
                    }
                }
            }
        }
        return read;
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : Files.readString(ROOT.resolve("pom.xml")).split("<module>", -1)) {
            Path sources =
                    ROOT.resolve(module.replaceAll("(?s)</module>.*", "")).resolve("src/main/java");
            if (module.contains("</module>") && Files.isDirectory(sources)) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                }
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /** The list under "Only stated" of the page. */
    private static Set<String> stated() throws IOException {
        Set<String> stated = new TreeSet<>();
        boolean inList = false;
        for (String line :
                Files.readString(ROOT.resolve("docs/REGULATIONS.md")).lines().toList()) {
            if (line.startsWith("#")) {
                inList = line.equals("### Only stated");
            }
            Matcher matcher = STATED.matcher(line);
            if (inList && matcher.matches()) {
                stated.add(matcher.group(1));
            }
        }
        return stated;
    }
}
