package org.unbroken.ingest.pipeline.describe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.DescriptionState;
import org.unbroken.transcode.FileStructure;

/**
 * How a file is built, as far as its inspection tells: what the software that wrote it leaves in it, and how the camera was
 * set. Members that one of two files does not tell are not compared: analysers learn to tell more.
 *
 * <pre>
 * {"kind": "video" | "audio" | "image" | "", "setting": {name: value}, "writer": {name: value}}
 * </pre>
 *
 * @param kind only files of one kind are compared; empty where the file could not be read whole
 */
record Structure(String kind, NavigableMap<String, String> writer, NavigableMap<String, String> setting) {
    private static final Structure NONE = new Structure("", new TreeMap<>(), new TreeMap<>());
    /** What a member says that the file has nothing for. */
    private static final String ABSENT = "none";

    private static final String FIRMWARE = "firmware";

    /** Of an inspection's {@code structure}, what a camera's settings change and its firmware alone does not. */
    private static final Set<String> BY_SETTING =
            Set.of("parameter_sets", "video_profile", "sound_profile", "group", "time_units");

    private static final double[] RATES = {1, 5, 6, 8, 10, 12, 12.5, 15, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120, 240};
    /** Measured rates vary a little; what is further off has no fixed rate. */
    private static final double RATE_TOLERANCE = 0.02;

    Structure {
        writer = new TreeMap<>(writer);
        setting = new TreeMap<>(setting);
    }

    static Structure of(JsonObject inspection) {
        String type = inspection.string("type");
        // What is cut off or damaged tells about its damage, not about its writer.
        if (!inspection.string("description").equals(DescriptionState.DONE.word())) {
            return NONE;
        }
        List<JsonObject> streams = inspection.array("streams").objects();
        JsonObject metadata = inspection.object("metadata");
        NavigableMap<String, String> writer = new TreeMap<>();
        writer.put("type", type);
        for (String name : List.of("container", "make", "model", "serial", FIRMWARE, "software")) {
            writer.put(name, metadata.findString(name).orElse(ABSENT));
        }
        writer.put(
                "brands",
                metadata.findArray("brands")
                        .map(JsonArray::strings)
                        .map(brands -> String.join(" ", brands))
                        .orElse(ABSENT));
        NavigableMap<String, String> setting = new TreeMap<>();
        setting.put("video", list(streams, "video"));
        setting.put("audio", list(streams, "audio"));
        streams.stream()
                .flatMap(stream -> stream.findString("average_frame_rate").stream())
                .map(Structure::usualRate)
                .filter(rate -> !rate.isEmpty())
                .findFirst()
                .ifPresent(rate -> setting.put("frame rate", rate));
        inspection
                .findObject("structure")
                .map(FileStructure::parse)
                .orElse(FileStructure.NONE)
                .members()
                .forEach((name, value) ->
                        (BY_SETTING.contains(name) ? setting : writer).put(name.replace('_', ' '), value));
        return new Structure(kind(type, streams), writer, setting);
    }

    private static String kind(String type, List<JsonObject> streams) {
        if (type.startsWith("image/")) {
            return "image";
        }
        Set<String> kinds = new TreeSet<>();
        streams.forEach(stream -> kinds.add(stream.string("kind")));
        return kinds.contains("video") ? "video" : kinds.contains("audio") ? "audio" : "";
    }

    private static String list(List<JsonObject> streams, String kind) {
        List<String> found = new ArrayList<>();
        for (JsonObject stream : streams) {
            if (stream.string("kind").equals(kind)) {
                found.add(stream.string("codec")
                        + (kind.equals("video")
                                ? " " + stream.integer("width") + "x" + stream.integer("height")
                                : " " + stream.integer("sample_rate") + " Hz, " + stream.integer("channels")
                                        + " channels"));
            }
        }
        return found.isEmpty() ? ABSENT : String.join("; ", found);
    }

    private static String usualRate(String fraction) {
        String[] parts = fraction.split("/", 2);
        double rate;
        try {
            rate = Double.parseDouble(parts[0]) / (parts.length == 2 ? Double.parseDouble(parts[1]) : 1);
        } catch (NumberFormatException e) {
            return "";
        }
        for (double usual : RATES) {
            if (Math.abs(rate - usual) <= usual * RATE_TOLERANCE) {
                return usual == Math.rint(usual) ? Long.toString((long) usual) : Double.toString(usual);
            }
        }
        return "";
    }

    static Structure parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        JsonObject json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
        return new Structure(json.string("kind"), strings(json.object("writer")), strings(json.object("setting")));
    }

    private static NavigableMap<String, String> strings(JsonObject json) {
        NavigableMap<String, String> strings = new TreeMap<>();
        json.members().keySet().forEach(name -> strings.put(name, json.string(name)));
        return strings;
    }

    String text() {
        return JsonObject.builder()
                .put("kind", kind)
                .put("writer", json(writer))
                .put("setting", json(setting))
                .build()
                .text();
    }

    private static JsonObject json(Map<String, String> strings) {
        JsonObject.Builder json = JsonObject.builder();
        strings.forEach(json::put);
        return json.build();
    }

    /** Whether the two are of one kind, as far as both tell. */
    boolean mayBeOfOneKind(Structure other) {
        return kind.isEmpty() || other.kind.isEmpty() || kind.equals(other.kind);
    }

    boolean told() {
        return !kind.isEmpty();
    }

    boolean agrees(Structure other) {
        return kind.equals(other.kind)
                && differing(writer, other.writer).isEmpty()
                && differing(setting, other.setting).isEmpty();
    }

    /** Both together: what either tells. */
    Structure with(Structure other) {
        Structure both = new Structure(kind, writer, setting);
        other.writer.forEach(both.writer::putIfAbsent);
        other.setting.forEach(both.setting::putIfAbsent);
        return both;
    }

    /**
     * Whether the two differ in what the writing software leaves, and no other version of the firmware accounts for it. A
     * firmware that is not named any more accounts for nothing: rewriting a file loses it.
     */
    boolean otherWriter(Structure other) {
        List<String> names = differing(writer, other.writer);
        boolean updated = names.contains(FIRMWARE)
                && !ABSENT.equals(writer.get(FIRMWARE))
                && !ABSENT.equals(other.writer.get(FIRMWARE));
        return !names.isEmpty() && !updated;
    }

    int differences(Structure other) {
        return differing(writer, other.writer).size()
                + differing(setting, other.setting).size();
    }

    /** In what this file differs from another, for a person. */
    String differences(Structure other, int most) {
        List<String> words = new ArrayList<>();
        differing(writer, other.writer).forEach(name -> words.add(word(name, writer, other.writer)));
        differing(setting, other.setting).forEach(name -> words.add(word(name, setting, other.setting)));
        String named = String.join(", ", words.subList(0, Math.min(most, words.size())));
        return words.size() > most ? named + " and " + (words.size() - most) + " more" : named;
    }

    private static String word(String name, Map<String, String> here, Map<String, String> there) {
        return name + " \"" + shortened(here.getOrDefault(name, "")) + "\" instead of \""
                + shortened(there.getOrDefault(name, "")) + "\"";
    }

    private static String shortened(String value) {
        return value.length() <= 80 ? value : value.substring(0, 79) + "…";
    }

    private static List<String> differing(Map<String, String> one, Map<String, String> other) {
        return one.keySet().stream()
                .filter(name -> other.containsKey(name) && !other.get(name).equals(one.get(name)))
                .toList();
    }
}
