package org.unbroken.transcode.supervise;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** What a program with this class path must be able to read: its entries, and the folders of the jars that those name. */
final class ClassPathFiles {
    private ClassPathFiles() {}

    /**
     * {@code classPath}: absolute entries. Those that are not there are left out, as a JVM does.
     *
     * @param hidden lies in none of the folders that are answered: of jars beside it each is told by itself
     */
    static List<Path> of(String classPath, Path hidden) throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.exists(path)) {
                found.add(path);
            }
            if (Files.isRegularFile(path)) {
                named(path, hidden, found);
            }
        }
        // Each is put into a cell, read-only: what lies in a folder of them is there with it.
        return found.stream()
                .filter(path -> found.stream().noneMatch(other -> !other.equals(path) && path.startsWith(other)))
                .toList();
    }

    /** What tells these files from others that were put into their places: names, sizes and times of the jars. */
    static String state(List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                try (Stream<Path> inside = Files.list(file)) {
                    for (Path jar : inside.filter(path -> path.toString().endsWith(".jar"))
                            .sorted()
                            .toList()) {
                        state(jar, text);
                    }
                }
            } else {
                state(file, text);
            }
        }
        return text.toString();
    }

    private static void state(Path file, StringBuilder text) throws IOException {
        text.append(file)
                .append(' ')
                .append(Files.size(file))
                .append(' ')
                .append(Files.getLastModifiedTime(file).toMillis())
                .append('\n');
    }

    /** A packaged program is one jar, whose manifest names the others (JAR File Specification, Class-Path). */
    private static void named(Path jar, Path hidden, Set<Path> found) throws IOException {
        Manifest manifest;
        try (JarFile opened = new JarFile(jar.toFile(), false)) {
            manifest = opened.getManifest();
        }
        String others = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        if (others == null) {
            return;
        }
        for (String other : others.strip().split("\\s+", -1)) {
            URI place = jar.toUri().resolve(other);
            Path file = place.getScheme().equals("file") ? Path.of(place).normalize() : null;
            Path folder = file == null ? null : file.getParent();
            if (file == null || folder == null || !Files.isDirectory(folder)) {
                continue;
            }
            if (!hidden.startsWith(folder)) {
                found.add(folder);
            } else if (Files.exists(file)) {
                found.add(file);
            }
        }
    }
}
