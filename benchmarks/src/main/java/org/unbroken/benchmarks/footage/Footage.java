package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file that nobody edited, and what is needed to edit it.
 *
 * @param keys when its pictures at which decoding can begin are shown, in seconds
 * @param ticks of the video's own clock in a second
 * @param video the encoder that writes what it holds, such as {@code libx264}
 */
record Footage(
        Path file,
        String name,
        double start,
        double seconds,
        List<Double> keys,
        String video,
        boolean sound,
        String size,
        String ticks) {
    private static final double SHORTEST_SECONDS = 3;

    Footage {
        keys = List.copyOf(keys);
    }

    /** Null where there is nothing to edit: no H.264 or HEVC, or too short. */
    static @Nullable Footage of(Path file, Ffmpeg ffmpeg) throws IOException, InterruptedException {
        List<String> stream = ffmpeg.probe(
                file, "-select_streams", "v:0", "-show_entries", "stream=codec_name,width,height,time_base");
        List<String> length = ffmpeg.probe(file, "-show_entries", "format=start_time,duration");
        if (stream.isEmpty() || length.isEmpty()) {
            return null;
        }
        String[] fields = stream.get(0).split(",", -1);
        String[] times = length.get(0).split(",", -1);
        String encoder =
                switch (fields[0]) {
                    case "h264" -> "libx264";
                    case "hevc" -> "libx265";
                    default -> "";
                };
        if (encoder.isEmpty() || times.length < 2 || times[1].startsWith("N") || number(times[1]) < SHORTEST_SECONDS) {
            return null;
        }
        List<Double> keys = new ArrayList<>();
        for (String line : ffmpeg.probe(file, "-select_streams", "v:0", "-show_entries", "packet=pts_time,flags")) {
            String[] packet = line.split(",", -1);
            if (packet.length > 1 && packet[1].startsWith("K") && !packet[0].startsWith("N")) {
                keys.add(number(packet[0]));
            }
        }
        boolean sound = !ffmpeg.probe(file, "-select_streams", "a:0", "-show_entries", "stream=codec_name")
                .isEmpty();
        return new Footage(
                file,
                String.valueOf(file.getFileName()),
                number(times[0]),
                number(times[1]),
                keys,
                encoder,
                sound,
                fields[1] + "x" + fields[2],
                fields[3].substring(fields[3].indexOf('/') + 1));
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    /** Where the container of what is written is told from: the same as this file's. */
    String extension() {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.substring(lower.lastIndexOf('.'));
    }

    /** FFmpeg's filters read times in the file's ticks only where the writer does not choose finer ones. */
    List<String> sameTicks() {
        return extension().equals(".mp4") || extension().equals(".mov")
                ? List.of("-video_track_timescale", ticks)
                : List.of();
    }

    /** A time on the file's own clock, so far into it. */
    double at(double part) {
        return start + seconds * part;
    }
}
