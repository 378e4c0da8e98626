package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    private static void file(List<Path> files, Path out, Ffmpeg ffmpeg, String encoder, String settings)
            throws IOException, InterruptedException {
        String name = encoder.equals("libx264") ? "-x264-params" : "-x265-params";
        boolean made = ffmpeg.run(List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=30:d=" + SECONDS + ",noise=alls=20:allf=t",
                "-f",
                "lavfi",
                "-i",
                "anoisesrc=d=" + SECONDS + ":a=0.2:r=44100,tremolo=f=3",
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
