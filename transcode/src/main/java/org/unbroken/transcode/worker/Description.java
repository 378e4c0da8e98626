package org.unbroken.transcode.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.ChunkTime;
import org.unbroken.transcode.DescriptionState;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.StreamInfo;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.TrackPoint;
import org.unbroken.transcode.container.EditList;
import org.unbroken.transcode.container.FileBytes;
import org.unbroken.transcode.container.IsoBoxes;
import org.unbroken.transcode.container.TransportStream;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.StreamReader;
import org.unbroken.transcode.signs.Provenance;
import org.unbroken.transcode.signs.Sign;
import org.unbroken.transcode.timeline.ChunkSpans;
import org.unbroken.transcode.timeline.FindingList;
import org.unbroken.transcode.timeline.HiddenMedia;
import org.unbroken.transcode.timeline.Reading;
import org.unbroken.transcode.timeline.StreamFacts;
import org.unbroken.transcode.timeline.Timeline;

/** Puts together what reading a recording has shown. */
final class Description {
    private Description() {}

    static Inspection of(
            Input input,
            List<StreamReader> readers,
            @Nullable String trouble,
            FileBytes bytes,
            String signature,
            @Nullable IsoBoxes boxes)
            throws IOException {
        String format = input.format();
        @Nullable TransportStream transport = format.equals("mpegts") ? TransportStream.read(bytes) : null;
        List<StreamFacts> facts = facts(input, readers, boxes);
        Reading reading = new Reading(
                boxes != null && !boxes.fragmented(),
                keepsTimes(format),
                input.declaredMicros(readers),
                trouble != null ? trouble : cut(boxes),
                ragged(transport));
        Map<String, String> tags = tags(input, readers);
        if (boxes != null && !boxes.serial().isEmpty()) {
            tags.putIfAbsent("camera_serial", boxes.serial());
        }
        FindingList findings = new FindingList();
        WriterFindings.add(tags, new Tags(tags).brands(), boxes, format, input.libavformatProgram(), findings);
        Timeline timeline = InspectJob.timeline(facts, reading, transport, findings);
        List<StreamInfo> streams = facts.stream().map(StreamFacts::info).toList();
        String type = MediaTypes.of(format, signature, readers);
        boolean nothing = readers.stream()
                .allMatch(reader -> reader.clock().kind() == StreamKind.DATA
                        || reader.clock().packets() == 0);
        @Nullable String reason = nothing ? "no picture and no sound can be read" : timeline.missing();
        DescriptionState state = nothing ? DescriptionState.FAILED : InspectJob.state(reason);
        return new Inspection(
                type,
                state,
                reason,
                streams,
                timeline.durationMicros(),
                new Tags(tags)
                        .metadata(
                                format,
                                input.declaredMicros(readers),
                                provenance(readers, boxes),
                                track(readers, facts, timeline)),
                timeline.continuity(),
                chunkTimes(readers, facts, timeline),
                StructureOf.file(input, readers, boxes));
    }

    private static Map<String, String> tags(Input input, List<StreamReader> readers) {
        Map<String, String> tags = input.tags();
        for (StreamReader reader : readers) {
            Map<String, String> own = Input.tags(reader.stream().metadata());
            // What the file as a whole does not say, one of its streams may.
            for (String name : List.of("creation_time", "firmware", "make", "model", "location", "encoder")) {
                @Nullable String value = own.get(name);
                if (value != null) {
                    tags.putIfAbsent(name, value);
                }
            }
            if (!reader.devices().isEmpty()) {
                tags.putIfAbsent("make", "GoPro");
                String camera = reader.devices().get(0);
                if (!camera.equals("Camera")) {
                    tags.putIfAbsent("model", camera);
                }
            }
        }
        return tags;
    }

    private static List<String> provenance(List<StreamReader> readers, @Nullable IsoBoxes boxes) {
        Set<Provenance> found = EnumSet.noneOf(Provenance.class);
        readers.forEach(reader -> found.addAll(reader.provenance()));
        if (boxes != null && boxes.layout().contentCredentials()) {
            found.add(Provenance.C2PA);
        }
        return found.stream().map(Provenance::word).toList();
    }

    private static List<TrackPoint> track(List<StreamReader> readers, List<StreamFacts> facts, Timeline timeline) {
        for (int i = 0; i < readers.size(); i++) {
            List<TrackPoint> places = readers.get(i).places(facts.get(i).shiftMicros() - timeline.originMicros());
            if (!places.isEmpty()) {
                return places;
            }
        }
        return List.of();
    }

    /** What coding and fragments show; null where neither could be looked at. */
    private static @Nullable List<Sign> signs(StreamReader reader, @Nullable IsoBoxes boxes) {
        @Nullable List<Sign> coding = reader.signs();
        List<Sign> fragments =
                boxes == null ? List.of() : boxes.fragmentSigns(reader.stream().id());
        if (fragments.isEmpty()) {
            return coding;
        }
        List<Sign> all = new ArrayList<>(fragments);
        all.addAll(coding == null ? List.of() : coding);
        return all;
    }

    private static List<ChunkTime> chunkTimes(List<StreamReader> readers, List<StreamFacts> facts, Timeline timeline) {
        ChunkSpans all = new ChunkSpans();
        for (int i = 0; i < readers.size(); i++) {
            if (readers.get(i).clock().kind() != StreamKind.DATA) {
                all.add(readers.get(i).chunks(), facts.get(i).shiftMicros() - timeline.originMicros());
            }
        }
        return all.times();
    }

    private static List<StreamFacts> facts(Input input, List<StreamReader> readers, @Nullable IsoBoxes boxes) {
        List<StreamFacts> facts = new ArrayList<>();
        for (StreamReader reader : readers) {
            long declared = reader.stream().nb_frames();
            // Of sound, some formats count samples here, or pack several frames into a packet.
            boolean countable = (boxes != null || input.format().equals("avi"))
                    && (reader.clock().kind() != StreamKind.AUDIO || reader.oneFrameAPacket());
            StreamInfo info = reader.info(declared > 0 && countable ? declared : null);
            @Nullable EditList edits = edits(reader, boxes);
            long shift = edits == null ? 0 : edits.emptyMicros() - edits.mediaStartMicros();
            facts.add(new StreamFacts(
                    info,
                    reader.clock(),
                    shift,
                    reader.sparseSound(),
                    edits == null ? null : hidden(reader, edits),
                    signs(reader, boxes)));
        }
        return facts;
    }

    private static @Nullable EditList edits(StreamReader reader, @Nullable IsoBoxes boxes) {
        if (boxes == null) {
            return null;
        }
        return boxes.editLists().stream()
                .filter(list -> list.trackId() == reader.stream().id() && list.edits() > 0)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable HiddenMedia hidden(StreamReader reader, EditList edits) {
        if (!reader.clock().timed()) {
            return null;
        }
        long before = edits.mediaStartMicros() - reader.clock().first();
        long after =
                edits.shownMicros() == 0 ? 0 : reader.clock().end() - edits.mediaStartMicros() - edits.shownMicros();
        long shown = edits.shownMicros() == 0 ? 0 : edits.emptyMicros() + edits.shownMicros();
        return new HiddenMedia(Math.max(0, before), edits.edits() > 1 ? 0 : Math.max(0, after), edits.edits(), shown);
    }

    private static boolean keepsTimes(String format) {
        String first = format.split(",", 2)[0].toLowerCase(Locale.ROOT);
        return switch (first) {
            case "avi", "amr", "amrnb", "amrwb", "wav", "w64", "mp3", "aac", "flac", "h264", "hevc", "mpegvideo" ->
                false;
            default -> true;
        };
    }

    private static @Nullable String cut(@Nullable IsoBoxes boxes) {
        if (boxes != null && boxes.unread()) {
            return "the file has more boxes or edits than are read here: what they hide is not known";
        }
        return boxes == null || boxes.missingBytes() == 0
                ? null
                : "the file ends " + boxes.missingBytes() + " bytes before its own structure does";
    }

    private static @Nullable String ragged(@Nullable TransportStream transport) {
        return transport == null || transport.leftOver() == 0
                ? null
                : "the file ends within a transport packet, " + transport.leftOver() + " bytes after its beginning";
    }
}
