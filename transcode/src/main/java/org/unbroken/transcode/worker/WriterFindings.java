package org.unbroken.transcode.worker;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.container.BoxLayout;
import org.unbroken.transcode.container.IsoBoxes;
import org.unbroken.transcode.timeline.FindingList;

/**
 * Which software put the file together, where a tag or the layout tells. Cameras and docks use the same libraries: it
 * is worth knowing and no sign of editing by itself.
 */
final class WriterFindings {
    private static final String RULE = "writer/1";

    /** What software other than a camera's writes into its files. */
    private static final List<String> KNOWN = List.of(
            "lavf",
            "handbrake",
            "gpac",
            "mkvmerge",
            "mp4box",
            "premiere",
            "final cut",
            "imovie",
            "capcut",
            "davinci",
            "vegas",
            "shotcut",
            "kdenlive",
            "avidemux",
            "virtualdub",
            "movavi",
            "filmora");

    private static final String MPEG_TS = "mpegts";

    private WriterFindings() {}

    static void add(
            Map<String, String> tags,
            List<String> brands,
            @Nullable IsoBoxes boxes,
            String format,
            boolean libavformatProgram,
            FindingList findings) {
        for (String name : List.of("encoder", "encoded_by", "software", "com.apple.quicktime.software", "muxer")) {
            String value = tags.getOrDefault(name, "");
            String lower = value.toLowerCase(Locale.ROOT);
            if (KNOWN.stream().anyMatch(lower::contains)) {
                found(Weight.CERTAIN, "a tag says that " + value + " wrote this file", findings);
                return;
            }
        }
        @Nullable BoxLayout layout = boxes == null ? null : boxes.layout();
        if (layout != null && layout.asLibavformat(brands)) {
            found(
                    Weight.LIKELY,
                    "the order of its boxes and its brands are those of FFmpeg's writer"
                            + (layout.emptyTags()
                                    ? ", its list of tags is empty as when FFmpeg is told to name nobody"
                                    : ""),
                    findings);
        } else if (format.equals(MPEG_TS) && libavformatProgram) {
            found(Weight.LIKELY, "its tables are those of FFmpeg's writer of transport streams", findings);
        }
    }

    private static void found(Weight weight, String what, FindingList findings) {
        findings.add(
                FindingKind.WRITER, "file", 0, 0, weight, what + "; cameras and docks may use that software too", RULE);
    }
}
