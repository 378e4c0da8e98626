package org.unbroken.transcode;

import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;

/**
 * One stream of a file, as counted packet by packet.
 *
 * @param codec FFmpeg's name, such as {@code h264}; a four-character code where FFmpeg knows none
 * @param rotationDegrees 0, 90, 180 or 270, clockwise: how far a player turns the coded picture
 * @param framesDeclared what the file's index announces; null where the format announces nothing
 * @param durationMicros from the first frame's start to the last frame's end, edit lists left aside
 * @param startMicros the first frame, on the file's own clock
 * @param averageFrameRate such as {@code "30000/1001"}; null for anything but video
 */
public record StreamInfo(
        int index,
        StreamKind kind,
        String codec,
        int width,
        int height,
        int rotationDegrees,
        int sampleRate,
        int channels,
        long framesCounted,
        @Nullable Long framesDeclared,
        long durationMicros,
        long startMicros,
        @Nullable String averageFrameRate) {
    public StreamInfo {
        if (index < 0 || framesCounted < 0 || durationMicros < 0) {
            throw new IllegalArgumentException("stream " + index + ": a count or duration is negative");
        }
    }

    /** How findings name this stream. */
    public String label() {
        return index + ":" + kind.word();
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("index", index)
                .put("kind", kind.word())
                .put("codec", codec)
                .put("frames_counted", framesCounted)
                .put("duration_us", durationMicros)
                .put("start_us", startMicros)
                .put("average_frame_rate", averageFrameRate);
        if (framesDeclared != null) {
            json.put("frames_declared", framesDeclared);
        }
        if (kind == StreamKind.VIDEO) {
            json.put("width", width).put("height", height).put("rotation", rotationDegrees);
        }
        if (kind == StreamKind.AUDIO) {
            json.put("sample_rate", sampleRate).put("channels", channels);
        }
        return json.build();
    }

    public static StreamInfo parse(JsonObject json) {
        return new StreamInfo(
                smallInteger(json, "index"),
                StreamKind.ofWord(json.string("kind")),
                json.string("codec"),
                smallInteger(json, "width"),
                smallInteger(json, "height"),
                smallInteger(json, "rotation"),
                smallInteger(json, "sample_rate"),
                smallInteger(json, "channels"),
                json.integer("frames_counted"),
                json.findInteger("frames_declared").orElse(null),
                json.integer("duration_us"),
                json.integer("start_us"),
                json.findString("average_frame_rate").orElse(null));
    }

    private static int smallInteger(JsonObject json, String name) {
        long value = json.findInteger(name).orElse(0L);
        if (value != (int) value) {
            throw new IllegalArgumentException("a stream's " + name + " is " + value);
        }
        return (int) value;
    }
}
