package org.unbroken.transcode.worker;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.container.FileBytes;
import org.unbroken.transcode.container.IsoBoxes;
import org.unbroken.transcode.container.PatchedBytes;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.StreamReader;
import org.unbroken.transcode.table.Fragments;
import org.unbroken.transcode.table.HiddenTables;
import org.unbroken.transcode.table.IrregularTable;
import org.unbroken.transcode.table.Sample;
import org.unbroken.transcode.table.SampleHeads;
import org.unbroken.transcode.table.TrackBoxes;
import org.unbroken.transcode.table.TrackSamples;

/**
 * Reads an MP4 or QuickTime file by its sample tables, or those of its fragments, without most of its bytes: all times,
 * sizes and places come from the tables, and of a sample only the beginning is read, where its coding is looked at. Only
 * files are read so whose tables agree with themselves and with the file, and whose header tells all of each stream; every
 * other one is left to FFmpeg, packet by packet. Both ways say the same of a file.
 */
final class SampleReading {
    private static final int PROGRESS_EVERY = 0xfff;

    /** Tracks with a time of day in their first sample, which is part of the header to FFmpeg. */
    private static final Set<String> FFMPEG_READS = Set.of("tmcd", "rtmd");

    private final List<StreamReader> readers = new ArrayList<>();
    private final List<@Nullable TrackSamples> tracks = new ArrayList<>();

    private SampleReading() {}

    /**
     * The file as FFmpeg is to see it for its header, without the tables that are read here and without fragments: it
     * would keep an entry of each sample. Empty where it has to see all.
     */
    static Optional<PatchedBytes> header(IsoBoxes boxes, FileBytes bytes) throws IOException {
        if (boxes.unread() || boxes.indexes() != 1) {
            return Optional.empty();
        }
        PatchedBytes view = new PatchedBytes(bytes);
        try {
            for (IsoBoxes.Track track : boxes.tracks()) {
                boolean seen = FFMPEG_READS.contains(track.entry().type());
                if (seen && boxes.fragmented()) {
                    return Optional.empty();
                } else if (!seen) {
                    HiddenTables.hide(bytes, track.boxes(), view);
                }
            }
            if (boxes.fragmented()) {
                OptionalLong first = Fragments.first(bytes);
                if (first.isEmpty()) {
                    return Optional.empty();
                }
                view.cut(first.getAsLong());
            }
            return Optional.of(view);
        } catch (IrregularTable | EOFException e) {
            return Optional.empty();
        }
    }

    /**
     * Answers the streams, read to their end; empty where FFmpeg has to read them.
     *
     * @param whole whether the input has seen all of the file, and not its {@link #header} alone
     */
    static Optional<List<StreamReader>> read(
            Input input, boolean whole, IsoBoxes boxes, FileBytes bytes, Progress progress) throws IOException {
        if (boxes.unread() || boxes.tracks().size() != input.streams() || boxes.indexes() != 1) {
            return Optional.empty();
        }
        SampleReading reading = new SampleReading();
        try {
            for (int i = 0; i < input.streams(); i++) {
                StreamReader reader = new StreamReader(input.stream(i), !boxes.fragmented(), true);
                TrackBoxes track = boxes.tracks().get(i).boxes();
                if (!reader.toldByHeader()
                        || (boxes.fragmented() && whole && !ready(reader))
                        || (int) track.id() != reader.stream().id()
                        || track.timeScale() != reader.stream().time_base().den()
                        || reader.stream().time_base().num() != 1) {
                    return Optional.empty();
                }
                reading.readers.add(reader);
                @Nullable TrackSamples samples = TrackSamples.open(bytes, track);
                if (boxes.fragmented() && samples != null) {
                    throw new IrregularTable("samples in fragments and before them");
                }
                reading.tracks.add(samples);
            }
            SampleHeads heads = new SampleHeads(bytes);
            reading.all(heads, progress);
            if (boxes.fragmented()) {
                reading.fragments(bytes, whole, heads, progress);
            }
            reading.readers.forEach(reader -> reader.clock().finish());
            return Optional.of(reading.readers);
        } catch (IrregularTable | EOFException e) {
            // What is wrong, FFmpeg's reading shows in the ways that the rules know.
            return Optional.empty();
        }
    }

    /** In the order of the file, so that it is read through once. */
    private void all(SampleHeads heads, Progress progress) throws IOException, IrregularTable {
        for (int i = 0; i < tracks.size(); i++) {
            advance(i);
        }
        long count = 0;
        for (int next = first(); next >= 0; next = first()) {
            TrackSamples track = tracks.get(next);
            if (track != null) {
                readers.get(next).add(track, heads);
            }
            advance(next);
            if ((++count & PROGRESS_EVERY) == 0) {
                progress.at(0);
            }
        }
    }

    /** What FFmpeg tells of a fragmented file's rate of pictures it knows from all fragments, but not of each. */
    private static boolean ready(StreamReader reader) {
        return reader.clock().kind() != StreamKind.VIDEO
                || reader.stream().avg_frame_rate().num() > 0;
    }

    private void fragments(FileBytes bytes, boolean whole, SampleHeads heads, Progress progress)
            throws IOException, IrregularTable {
        Map<Long, StreamReader> byTrack = new HashMap<>();
        Map<Long, Pace> paces = new HashMap<>();
        Set<Long> sound = new HashSet<>();
        for (StreamReader reader : readers) {
            long id = reader.stream().id();
            byTrack.put(id, reader);
            paces.put(id, new Pace());
            if (reader.clock().kind() == StreamKind.AUDIO) {
                sound.add(id);
            }
        }
        long[] count = {0};
        Fragments.read(bytes, sound, !whole, (track, sample) -> {
            StreamReader reader = byTrack.get(track);
            Pace pace = paces.get(track);
            if (reader == null || pace == null) {
                throw new IrregularTable("a fragment of an unknown track");
            }
            if (sample.duration() > reader.stream().time_base().den()) {
                // FFmpeg looks at so many seconds of a beginning, and says less of a file that holds its pictures
                // longer.
                throw new IrregularTable("a sample that lasts for more than a second");
            }
            reader.add(sample, heads);
            pace.add(sample);
            if ((++count[0] & PROGRESS_EVERY) == 0) {
                progress.at(0);
            }
        });
        if (!whole) {
            for (Map.Entry<Long, StreamReader> each : byTrack.entrySet()) {
                Objects.requireNonNull(paces.get(each.getKey())).tell(each.getValue());
            }
        }
    }

    /** How many samples a track's fragments have, and how long they last. */
    private static final class Pace {
        private long samples;
        private long ticks;
        private long end = Long.MIN_VALUE;

        void add(Sample sample) {
            samples++;
            ticks += sample.duration();
            end = Math.max(end, sample.decoded() + sample.duration());
        }

        void tell(StreamReader reader) throws IrregularTable {
            if (samples > Integer.MAX_VALUE || (samples == 0 && reader.clock().kind() == StreamKind.VIDEO)) {
                throw new IrregularTable(samples + " samples in a track's fragments");
            }
            reader.fragments(samples, ticks, end);
        }
    }

    private void advance(int index) throws IOException, IrregularTable {
        TrackSamples track = tracks.get(index);
        if (track != null && !track.next()) {
            tracks.set(index, null);
        }
    }

    /** The track whose next sample lies first in the file; negative when all have ended. */
    private int first() {
        int first = -1;
        long place = Long.MAX_VALUE;
        for (int i = 0; i < tracks.size(); i++) {
            TrackSamples track = tracks.get(i);
            if (track != null && track.position() < place) {
                place = track.position();
                first = i;
            }
        }
        return first;
    }
}
