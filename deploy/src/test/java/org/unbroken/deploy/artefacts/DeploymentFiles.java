package org.unbroken.deploy.artefacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What lies in deploy/ for containers, Kubernetes, systemd and those who watch. */
final class DeploymentFiles {
    static final Path ROOT =
            Path.of(System.getProperty("unbroken.root", "..")).toAbsolutePath().normalize();
    static final Path DEPLOY = ROOT.resolve("deploy");

    private DeploymentFiles() {}

    /** Every file of these folders that ends so. */
    static List<Path> ending(String suffix, String... folders) {
        List<Path> found = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> walk = Files.walk(DEPLOY.resolve(folder))) {
                walk.filter(file -> file.toString().endsWith(suffix))
                        .filter(file -> !file.toString().contains("node_modules"))
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML file; JSON is YAML too. A key twice is an error. */
    static List<Tree> yaml(Path file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(100)
                .build();
        List<Tree> documents = new ArrayList<>();
        // Merge keys, which compose files use, are YAML 1.1's: to this parser an ordinary key, so merged here.
        new Load(settings).loadAllFromString(text(file)).forEach(document -> documents.add(new Tree(merged(document))));
        return documents;
    }

    private static Object merged(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(DeploymentFiles::merged).toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        if (map.get("<<") instanceof Map<?, ?> base) {
            ((Map<?, ?>) merged(base)).forEach((key, inherited) -> all.put(String.valueOf(key), inherited));
        }
        map.forEach((key, own) -> {
            if (!"<<".equals(key)) {
                all.put(String.valueOf(key), own == null ? null : merged(own));
            }
        });
        return all;
    }

    /** {@code key = value} lines, in order. */
    static Map<String, String> settings(Path file) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : text(file).lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                if (equals < 0
                        || settings.put(
                                        line.substring(0, equals).strip(),
                                        line.substring(equals + 1).strip())
                                != null) {
                    throw new AssertionError(file + ": " + line);
                }
            }
        }
        return settings;
    }
}
