package org.unbroken.transcode.worker;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.StreamInfo;
import org.unbroken.transcode.container.Exif;
import org.unbroken.transcode.container.FileBytes;
import org.unbroken.transcode.container.JpegFile;
import org.unbroken.transcode.ffmpeg.Decoder;
import org.unbroken.transcode.ffmpeg.Frame;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.MediaException;
import org.unbroken.transcode.ffmpeg.Orientation;
import org.unbroken.transcode.ffmpeg.PictureShape;
import org.unbroken.transcode.timeline.Packet;

/** Poster and storyboard: of footage from key frames, of sound alone its waveform, of a photograph itself. */
final class PicturesJob implements Job {
    private static final int CELLS = 24;
    private static final int CELL_BOX = 240;
    private static final int POSTER_BOX = 1280;
    private static final long UNKNOWN_LENGTH_STEP_MICROS = 5_000_000;
    private static final String NOTHING = "no picture can be decoded";

    @Override
    public JsonObject run(JsonObject request, Progress progress) throws IOException, JobRefused {
        Path original = Path.of(request.string("original"));
        try (Input input = Input.open(original, true)) {
            Optional<Integer> stream = input.best(AVMEDIA_TYPE_VIDEO);
            if (stream.isEmpty()) {
                return sound(request, input, progress);
            }
            boolean still = input.format().endsWith("_pipe");
            Orientation orientation = still ? ofPhotograph(original) : Orientation.of(input.stream(stream.get()));
            try (KeyFrames frames = KeyFrames.of(input, stream.get());
                    Frame frame = new Frame()) {
                return still
                        ? photograph(request, frames, frame, orientation, progress)
                        : board(request, input, frames, frame, orientation, progress);
            }
        } catch (MediaException e) {
            throw new JobRefused(e.reason());
        }
    }

    /** Of sound alone: its waveform as poster, and stretch by stretch as storyboard. */
    private static JsonObject sound(JsonObject request, Input input, Progress progress)
            throws IOException, JobRefused, MediaException {
        Optional<Integer> stream = input.best(AVMEDIA_TYPE_AUDIO);
        if (stream.isEmpty()) {
            throw new JobRefused("no picture and no sound is in this file");
        }
        Loudness loudness = SoundLevels.read(input, stream.get(), progress);
        if (loudness.lengthMicros() == 0) {
            throw new JobRefused("no sound can be decoded");
        }
        Thumbnail.write(Waveform.whole(loudness), Path.of(request.string("poster")));
        Storyboard board = Waveform.board(loudness);
        board.write(Path.of(request.string("storyboard")), Path.of(request.string("index")));
        return done(board.cells(), null);
    }

    /** Of a photograph: itself, made smaller, as poster and as the one picture of its storyboard. */
    private static JsonObject photograph(
            JsonObject request, KeyFrames frames, Frame frame, Orientation orientation, Progress progress)
            throws IOException, JobRefused, MediaException {
        if (frames.any(frame, progress) == Packet.NONE) {
            for (StreamInfo picture : InspectJob.inspect(Path.of(request.string("original")), progress)
                    .streams()) {
                Decoder.requireDecodable(picture.width(), picture.height());
            }
            throw new JobRefused(NOTHING);
        }
        Thumbnail.write(picture(frames, frame, orientation, POSTER_BOX), Path.of(request.string("poster")));
        Storyboard board = new Storyboard();
        board.add(0, picture(frames, frame, orientation, CELL_BOX));
        board.write(Path.of(request.string("storyboard")), Path.of(request.string("index")));
        return done(board.cells(), null);
    }

    private static JsonObject board(
            JsonObject request, Input input, KeyFrames frames, Frame frame, Orientation orientation, Progress progress)
            throws IOException, JobRefused, MediaException {
        Storyboard board = new Storyboard();
        @Nullable BufferedImage best = null;
        double bestDetail = -1;
        long start = input.startMicros();
        @Nullable Long length = input.declaredMicros();
        long step = length == null ? UNKNOWN_LENGTH_STEP_MICROS : Math.max(1, length / CELLS);
        long last = Packet.NONE;
        for (int i = 0; i < CELLS; i++) {
            long at = frames.at(start + step * i + step / 2, frame, progress);
            if (at == Packet.NONE) {
                if (length == null) {
                    break;
                }
                continue;
            }
            if (at <= last) {
                continue;
            }
            last = at;
            BufferedImage cell = picture(frames, frame, orientation, CELL_BOX);
            board.add(Math.max(0, at - start), cell);
            double detail = Thumbnail.detail(cell);
            if (detail > bestDetail * 1.2 || best == null) {
                bestDetail = detail;
                best = picture(frames, frame, orientation, POSTER_BOX);
            }
        }
        @Nullable String trouble = null;
        if (best == null) {
            input.seek(frames.decoder().stream().index(), start);
            long at = frames.any(frame, progress);
            if (at == Packet.NONE) {
                throw new JobRefused(NOTHING);
            }
            trouble = "no key frame can be decoded; the pictures show what could be";
            best = picture(frames, frame, orientation, POSTER_BOX);
            board.add(Math.max(0, at - start), picture(frames, frame, orientation, CELL_BOX));
        }
        Thumbnail.write(best, Path.of(request.string("poster")));
        board.write(Path.of(request.string("storyboard")), Path.of(request.string("index")));
        return done(board.cells(), trouble);
    }

    private static BufferedImage picture(KeyFrames frames, Frame frame, Orientation orientation, int box)
            throws MediaException {
        PictureShape shape = PictureShape.of(frames.decoder().stream(), frame, orientation);
        return Thumbnail.of(frame, shape, shape.within(box, box));
    }

    private static Orientation ofPhotograph(Path original) throws IOException {
        try (FileBytes bytes = FileBytes.open(original)) {
            @Nullable Exif exif = JpegFile.read(bytes).exif();
            return exif == null ? Orientation.AS_CODED : Orientation.ofExif(exif.orientation());
        }
    }

    private static JsonObject done(int cells, @Nullable String trouble) {
        return JsonObject.builder()
                .put("description", InspectJob.state(trouble).word())
                .put("reason", trouble)
                .put("cells", cells)
                .build();
    }
}
