package org.unbroken.deploy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration file in UTF-8: {@code key = value} lines, {@code #} comments, empty lines. A key it does not know, or
 * a key twice, is an error and not a silent default.
 */
final class SettingsFile {
    private SettingsFile() {}

    static Map<Setting, String> read(Path file) throws SettingsException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new SettingsException(List.of("--config " + file + ": cannot be read as UTF-8 text (" + e + ")"));
        }
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String place = file.getFileName() + ":" + (i + 1) + ": ";
                take(line, values).ifPresent(problem -> problems.add(place + problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return values;
    }

    private static Optional<String> take(String line, Map<Setting, String> values) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            return Optional.of("\"" + line + "\" is not key = value");
        }
        String key = line.substring(0, equals).strip();
        Optional<Setting> setting = Setting.find(key);
        if (setting.isEmpty()) {
            return Optional.of("unknown key \"" + key + "\"; did you mean " + nearest(key) + "?");
        }
        if (values.put(setting.get(), line.substring(equals + 1).strip()) != null) {
            return Optional.of("key \"" + key + "\" a second time");
        }
        return Optional.empty();
    }

    static String nearest(String key) {
        return Arrays.stream(Setting.values())
                .map(Setting::key)
                .min(Comparator.comparingInt(known -> editDistance(key, known)))
                .orElseThrow();
    }

    /** Levenshtein's distance, a row at a time. */
    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(diagonal + change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
