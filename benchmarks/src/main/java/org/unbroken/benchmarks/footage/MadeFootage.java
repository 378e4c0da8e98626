package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Footage as different cameras write it, so that there is some on any machine. */
final class MadeFootage {
    private static final int SECONDS = 20;

    private MadeFootage() {}

    static List<Path> make(Path folder, Ffmpeg ffmpeg) throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        file(files, folder.resolve("references-in-both-directions.mp4"), ffmpeg, "libx264", "keyint=50");
        file(
                files,
                folder.resolve("references-backward-only.mp4"),
                ffmpeg,
                "libx264",
                "keyint=30:scenecut=0:bframes=0");
        file(files, folder.resolve("references-backward-only.ts"), ffmpeg, "libx264", "keyint=30:scenecut=0:bframes=0");
        file(files, folder.resolve("groups-that-lean-on-each-other.mp4"), ffmpeg, "libx264", "keyint=40:open-gop=1");
        file(
                files,
                folder.resolve("hevc-groups-that-lean-on-each-other.mp4"),
                ffmpeg,
                "libx265",
                "keyint=40:log-level=0");
        file(
                files,
                folder.resolve("hevc-closed-groups.mkv"),
                ffmpeg,
                "libx265",
                "keyint=30:open-gop=0:bframes=0:log-level=0");
        return files;
    }

    /** Cameras of which there are several files, each of another length and of other pictures. */
    enum Camera {
        EVEN_GROUPS("H.264, groups of 30, MP4", "mp4", "libx264", "keyint=30:scenecut=0:bframes=0"),
        FREE_GROUPS("H.264, groups as the encoder likes, MP4", "mp4", "libx264", "keyint=60"),
        TRANSPORT("H.264, groups of 25, MPEG-TS", "ts", "libx264", "keyint=25:scenecut=0");

        private static final int SHORTEST_SECONDS = 6;

        private final String words;
        private final String extension;
        private final String encoder;
        private final String settings;

        Camera(String words, String extension, String encoder, String settings) {
            this.words = words;
            this.extension = extension;
            this.encoder = encoder;
            this.settings = settings;
        }

        String words() {
            return words;
        }

        Optional<Path> file(Path folder, int number, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            List<Path> made = new ArrayList<>();
            Path out = folder.resolve(name() + "-" + number + "." + extension);
            MadeFootage.file(made, out, ffmpeg, encoder, settings, SHORTEST_SECONDS + number % 5, number);
            return made.stream().findFirst();
        }
    }

    private static void file(List<Path> files, Path out, Ffmpeg ffmpeg, String encoder, String settings)
            throws IOException, InterruptedException {
        file(files, out, ffmpeg, encoder, settings, SECONDS, 0);
    }

    private static void file(
            List<Path> files, Path out, Ffmpeg ffmpeg, String encoder, String settings, int seconds, int seed)
            throws IOException, InterruptedException {
        String name = encoder.equals("libx264") ? "-x264-params" : "-x265-params";
        boolean made = ffmpeg.run(List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=30:d=" + seconds + ",noise=alls=20:allf=t:all_seed=" + (123457 + seed),
                "-f",
                "lavfi",
                "-i",
                "anoisesrc=d=" + seconds + ":a=0.2:r=44100:seed=" + (7 + seed) + ",tremolo=f=3",
                "-c:v",
                encoder,
                "-preset",
                "veryfast",
                name,
                settings,
                "-c:a",
                "aac",
                "-b:a",
                "64k",
                out.toString()));
        if (made) {
            files.add(out);
        }
    }
}
