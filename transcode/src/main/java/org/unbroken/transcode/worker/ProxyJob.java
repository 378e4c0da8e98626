package org.unbroken.transcode.worker;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.MediaException;
import org.unbroken.transcode.ffmpeg.Mp4Writer;

/** Makes a small copy that every browser plays. Times are carried over, not counted anew: sound stays with picture. */
final class ProxyJob implements Job {
    /** Linux's EFBIG, as FFmpeg hands it on: what is written meets the limit that this process was given. */
    private static final int FILE_TOO_LARGE = -27;

    @Override
    public JsonObject run(JsonObject request, Progress progress) throws JobRefused {
        String comment = "proxy of recording " + request.string("recording") + ", made by Unbroken; not the original";
        try (Input input = Input.open(Path.of(request.string("original")), true)) {
            if (input.format().endsWith("_pipe")) {
                throw new JobRefused("a still picture has no proxy; its poster shows it");
            }
            try (Mp4Writer writer = Mp4Writer.create(Path.of(request.string("out")), comment, at -> false)) {
                return convert(input, writer, progress);
            }
        } catch (MediaException e) {
            throw new JobRefused(
                    e.code() == FILE_TOO_LARGE ? "output limit: its proxy would become too large" : e.reason());
        }
    }

    private static JsonObject convert(Input input, Mp4Writer writer, Progress progress)
            throws MediaException, JobRefused {
        try (ProxyPictures pictures = ProxyPictures.open(input, input.best(AVMEDIA_TYPE_VIDEO));
                ProxySound sound = ProxySound.open(input, input.best(AVMEDIA_TYPE_AUDIO))) {
            if (!pictures.present() && !sound.present()) {
                throw new JobRefused("no picture and no sound can be decoded");
            }
            @Nullable String trouble = null;
            ProxyClock clock = ProxyClock.of(input);
            ProxyTracks tracks = new ProxyTracks(writer, pictures, sound, clock);
            AVPacket packet = av_packet_alloc();
            try {
                while (input.read(packet)) {
                    progress.at(tracks.packet(packet));
                    av_packet_unref(packet);
                }
            } catch (MediaException e) {
                if (!e.reason().startsWith("reading stopped")) {
                    throw e;
                }
                trouble = e.reason();
            } finally {
                av_packet_free(packet);
            }
            tracks.finish();
            long damaged = pictures.damaged() + sound.damaged();
            if (trouble == null && damaged > 0) {
                trouble = damaged + " packets could not be decoded";
            }
            return JsonObject.builder()
                    .put("description", InspectJob.state(trouble).word())
                    .put("reason", trouble)
                    .put("duration_us", clock.shownMicros())
                    .build();
        }
    }
}
