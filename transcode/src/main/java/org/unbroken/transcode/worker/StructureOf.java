package org.unbroken.transcode.worker;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.FileStructure;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.container.IsoBoxes;
import org.unbroken.transcode.container.SampleEntry;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.StreamReader;

/** Puts into words how a file is built. Sound that is switched off must not look like another writer: it stands alone. */
final class StructureOf {
    private final NavigableMap<String, String> members = new TreeMap<>();

    private StructureOf() {}

    static FileStructure file(Input input, List<StreamReader> readers, @Nullable IsoBoxes boxes) {
        StructureOf structure = new StructureOf();
        if (boxes != null) {
            structure.boxes(boxes);
        }
        input.transportTable().ifPresent(table -> structure.members.put("transport_table", table));
        for (StreamReader reader : readers) {
            String name = reader.clock().kind() == StreamKind.VIDEO ? "video" : "sound";
            if (reader.clock().kind() != StreamKind.DATA) {
                for (Map.Entry<String, String> each : reader.structure().entrySet()) {
                    structure.members.putIfAbsent(each.getKey(), each.getValue());
                }
                if (input.format().equals("mpegts")) {
                    structure.members.putIfAbsent(
                            name + "_pid", Integer.toString(reader.stream().id()));
                }
            }
        }
        return new FileStructure(structure.members);
    }

    private void boxes(IsoBoxes boxes) {
        members.put("boxes", boxes.tree());
        String units = Long.toString(boxes.movieTimeScale());
        for (IsoBoxes.Track track : boxes.tracks()) {
            String name =
                    switch (track.boxes().handler()) {
                        case "vide" -> "video";
                        case "soun" -> "sound";
                        default -> "";
                    };
            if (!name.isEmpty() && !members.containsKey(name + "_boxes")) {
                members.put(name + "_boxes", track.tree() + " " + entry(track.entry()));
                members.put(name + "_handler", undated(track.name()));
                if (name.equals("video")) {
                    members.put("compressor", track.entry().compressor());
                    units += " " + track.boxes().timeScale();
                }
            }
        }
        members.put("time_units", units);
        String others = boxes.tracks().stream()
                .filter(track -> !List.of("vide", "soun").contains(track.boxes().handler()))
                .map(track -> track.boxes().handler() + ":" + track.entry().type())
                .distinct()
                .collect(Collectors.joining(" "));
        members.put("other_tracks", others.isEmpty() ? "none" : others);
    }

    private static String entry(SampleEntry entry) {
        return entry.boxes().isEmpty() ? entry.type() : entry.type() + "(" + entry.boxes() + ")";
    }

    /** Some writers put the date there. */
    private static String undated(String name) {
        return name.replaceAll("[0-9]", "#");
    }
}
