package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** What a worker closes against everybody, met by a server that is not root: see {@link AsNobody}. Prints what came of it. */
final class ClosedFolders {
    private ClosedFolders() {}

    public static void main(String[] arguments) throws IOException {
        Path home = Files.createDirectories(Path.of(arguments[1]).resolve("home"));
        Path closed = Files.createDirectories(home.resolve("closed/below/deeper"));
        Files.writeString(home.resolve("closed/file"), "x");
        for (Path each = closed; !each.equals(home); each = Objects.requireNonNull(each.getParent())) {
            close(each);
        }
        System.out.println(
                switch (arguments[0]) {
                    case "wipe" -> wiped(home);
                    case "wipe-top" -> {
                        close(home);
                        yield wiped(home);
                    }
                    case "wipe-deep" -> {
                        deep(home);
                        yield wiped(home);
                    }
                    case "empty" -> emptied(home);
                    default -> taken(arguments[0], home);
                });
    }

    private static void close(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    }

    /** More closed folders in each other than a path can name. */
    private static void deep(Path home) throws IOException {
        String name = "n".repeat(200);
        Path inner = Files.createDirectory(home.resolve(name));
        for (int i = 0; i < 40; i++) {
            Path outer = Files.createDirectory(home.resolve("outer"));
            Files.move(inner, outer.resolve(name));
            Files.move(outer, inner);
        }
        close(inner);
    }

    private static String wiped(Path home) throws IOException {
        Scratch.wipe(home);
        return Files.exists(home) ? "there" : "gone";
    }

    private static String emptied(Path home) {
        try {
            Scratch.empty(home);
            return "emptied";
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static String taken(String scenario, Path home) throws IOException {
        Path made = home.resolve("proxy.mp4");
        Path place = Files.createDirectories(home.resolveSibling("derived")).resolve("proxy.mp4");
        switch (scenario) {
            case "take-folder" -> close(Files.createDirectory(made));
            case "take-file" -> close(Files.writeString(made, "x"));
            case "take-inside" -> close(Files.createDirectories(made.resolve("inside")));
            case "take-home" -> {
                Files.writeString(made, "x");
                close(home);
            }
            case "take-into-closed" -> {
                Files.writeString(made, "x");
                Files.setPosixFilePermissions(
                        Objects.requireNonNull(place.getParent()), PosixFilePermissions.fromString("r-x------"));
            }
            default -> throw new IllegalArgumentException(scenario);
        }
        try {
            return String.valueOf(new Takeover(home.resolveSibling("taken"), 1000).take(made, place));
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }
}
