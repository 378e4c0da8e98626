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

/** What a program with this class path must be able to read: its entries, and the folders of the jars that those name. */
final class ClassPathFiles {
    private ClassPathFiles() {}

    /** {@code classPath}: absolute entries. Those that are not there are left out, as a JVM does. */
    static List<Path> of(String classPath) throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.exists(path)) {
                found.add(path);
            }
            if (Files.isRegularFile(path)) {
                named(path, found);
            }
        }
        // Each is put into a cell, read-only: what lies in a folder of them is there with it.
        return found.stream()
                .filter(path -> found.stream().noneMatch(other -> !other.equals(path) && path.startsWith(other)))
                .toList();
    }

    /** A packaged program is one jar, whose manifest names the others (JAR File Specification, Class-Path). */
    private static void named(Path jar, Set<Path> found) throws IOException {
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
            Path folder = place.getScheme().equals("file") ? Path.of(place).getParent() : null;
            if (folder != null && Files.isDirectory(folder)) {
                found.add(folder);
            }
        }
    }
}
