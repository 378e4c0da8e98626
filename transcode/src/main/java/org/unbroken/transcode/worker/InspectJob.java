package org.unbroken.transcode.worker;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.DescriptionState;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.container.FileBytes;
import org.unbroken.transcode.container.IsoBoxes;
import org.unbroken.transcode.container.PatchedBytes;
import org.unbroken.transcode.container.Signature;
import org.unbroken.transcode.container.TransportStream;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.MediaException;
import org.unbroken.transcode.ffmpeg.StreamReader;
import org.unbroken.transcode.timeline.FindingList;
import org.unbroken.transcode.timeline.Reading;
import org.unbroken.transcode.timeline.StreamFacts;
import org.unbroken.transcode.timeline.Timeline;

/** Reads a file from end to end, packet by packet, without decoding. */
final class InspectJob implements Job {
    @Override
    public JsonObject run(JsonObject request, Progress progress) throws IOException {
        return inspect(Path.of(request.string("original")), progress).toJson();
    }

    static Inspection inspect(Path original, Progress progress) throws IOException {
        return inspect(original, progress, true);
    }

    /** With every packet read by FFmpeg, as where there is no table of samples. */
    static Inspection inspectByPackets(Path original, Progress progress) throws IOException {
        return inspect(original, progress, false);
    }

    private static Inspection inspect(Path original, Progress progress, boolean tables) throws IOException {
        try (FileBytes bytes = FileBytes.open(original)) {
            if (bytes.size() == 0) {
                return Inspection.failed(Inspection.UNKNOWN_TYPE, "the file is empty");
            }
            String signature = Signature.type(bytes.upTo(0, Signature.BYTES));
            if (signature.startsWith("image/")) {
                return StillPicture.inspect(signature, bytes);
            }
            return recording(original, bytes, signature, progress, tables);
        }
    }

    private static Inspection recording(
            Path original, FileBytes bytes, String signature, Progress progress, boolean tables) throws IOException {
        @Nullable IsoBoxes boxes = iso(signature) ? IsoBoxes.read(bytes) : null;
        Optional<PatchedBytes> header = boxes != null && tables ? SampleReading.header(boxes, bytes) : Optional.empty();
        if (boxes != null && header.isPresent()) {
            Optional<Inspection> read = withoutIndex(original, header.get(), bytes, signature, boxes, progress);
            if (read.isPresent()) {
                return read.get();
            }
        }
        try (Input input = Input.openHeader(original, false)) {
            if (boxes != null && tables && (header.isEmpty() || boxes.fragmented())) {
                Optional<List<StreamReader>> samples = SampleReading.read(input, true, boxes, bytes, progress);
                if (samples.isPresent()) {
                    return Description.of(input, samples.get(), null, bytes, signature, boxes);
                }
            }
            input.study();
            boolean table = boxes != null && !boxes.fragmented();
            List<StreamReader> readers = new ArrayList<>();
            for (int i = 0; i < input.streams(); i++) {
                readers.add(new StreamReader(input.stream(i), table, input.keepsDecodingTimes()));
            }
            @Nullable String trouble = read(input, readers, table, progress);
            return Description.of(input, readers, trouble, bytes, signature, boxes);
        } catch (MediaException e) {
            return Inspection.failed(signature, explained(e, boxes, bytes));
        }
    }

    /** With no index of samples at FFmpeg's; empty where it needs one. */
    private static Optional<Inspection> withoutIndex(
            Path original, PatchedBytes header, FileBytes bytes, String signature, IsoBoxes boxes, Progress progress)
            throws IOException {
        try (Input input = Input.openPatched(original, header)) {
            Optional<List<StreamReader>> samples = SampleReading.read(input, false, boxes, bytes, progress);
            return samples.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Description.of(input, samples.get(), null, bytes, signature, boxes));
        } catch (MediaException e) {
            // What is wrong, opening it whole tells.
            return Optional.empty();
        }
    }

    private static boolean iso(String signature) {
        return switch (signature) {
            case "video/mp4", "audio/mp4", "video/quicktime", "video/3gpp", "video/3gpp2" -> true;
            default -> false;
        };
    }

    private static String explained(MediaException failure, @Nullable IsoBoxes boxes, FileBytes bytes) {
        if (boxes != null && !boxes.hasIndex()) {
            String cut = boxes.missingBytes() > 0 ? "; " + boxes.missingBytes() + " bytes are missing at its end" : "";
            return "the index (moov) is missing: the file was never closed, or its end was cut off" + cut;
        }
        return failure.reason() + " (" + bytes.size() + " bytes)";
    }

    /** Answers why reading stopped early, or null. */
    private static @Nullable String read(Input input, List<StreamReader> readers, boolean table, Progress progress) {
        AVPacket packet = av_packet_alloc();
        try {
            long count = 0;
            while (input.read(packet)) {
                int index = packet.stream_index();
                // Transport streams may announce further streams on the way.
                while (index >= readers.size() && readers.size() < input.streams()) {
                    readers.add(new StreamReader(input.stream(readers.size()), table, input.keepsDecodingTimes()));
                }
                if (index < readers.size()) {
                    readers.get(index).add(packet);
                }
                av_packet_unref(packet);
                if ((++count & 0xff) == 0) {
                    progress.at(0);
                }
            }
            return null;
        } catch (MediaException e) {
            return e.reason();
        } finally {
            av_packet_free(packet);
            readers.forEach(reader -> reader.clock().finish());
        }
    }

    static DescriptionState state(@Nullable String reason) {
        return reason == null ? DescriptionState.DONE : DescriptionState.PARTIAL;
    }

    static Timeline timeline(
            List<StreamFacts> facts, Reading reading, @Nullable TransportStream transport, FindingList findings) {
        if (transport != null) {
            TransportFindings.add(transport, findings);
        }
        return Timeline.of(facts, reading, findings);
    }

    static boolean has(List<StreamReader> readers, StreamKind kind) {
        return readers.stream().anyMatch(reader -> reader.clock().kind() == kind);
    }
}
