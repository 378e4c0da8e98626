package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** FFmpeg's programs, as whoever edits footage has them. */
final class Ffmpeg {
    private static final long PATIENCE_SECONDS = 300;
    private final Path folder;

    /** Writes into that folder what is needed on the way. */
    Ffmpeg(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Whether it went well: some edits cannot be made of some files. */
    boolean run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("ffmpeg.log").toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    /** What ffprobe prints of a file, a line each. */
    List<String> probe(Path file, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("ffprobe.txt");
        List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-of", "csv=p=0", file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        process.waitFor();
        return Files.readString(out, StandardCharsets.UTF_8).lines().toList();
    }

    /** Joins pieces as the concat demuxer does. */
    boolean join(List<Path> pieces, Path out) throws IOException, InterruptedException {
        StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
        for (Path piece : pieces) {
            list.append("file '").append(piece.toAbsolutePath()).append("'\n");
        }
        Path file = Files.writeString(folder.resolve("pieces.txt"), list.toString());
        return run(List.of(
                "-f",
                "concat",
                "-safe",
                "0",
                "-i",
                file.toString(),
                "-map",
                "0:v?",
                "-map",
                "0:a?",
                "-c",
                "copy",
                out.toString()));
    }
}
