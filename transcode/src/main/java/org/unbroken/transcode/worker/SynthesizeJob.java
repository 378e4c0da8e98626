package org.unbroken.transcode.worker;

import java.nio.file.Path;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.FootageSpec;
import org.unbroken.transcode.ffmpeg.Frame;
import org.unbroken.transcode.ffmpeg.MediaException;
import org.unbroken.transcode.ffmpeg.Mp4Writer;

/** Makes up footage: see {@link SyntheticPicture}, and a tone that changes every second. */
final class SynthesizeJob implements Job {
    private static final int TICKS = 90_000;
    private static final int RATE = 16_000;
    private static final long BITS_PER_SECOND_AUDIO = 32_000;

    @Override
    public JsonObject run(JsonObject request, Progress progress) throws JobRefused {
        FootageSpec spec = FootageSpec.parse(request);
        LongPredicate leftOut = gap(spec);
        try (Mp4Writer writer = Mp4Writer.create(Path.of(request.string("out")), "made up by Unbroken", leftOut);
                Frame picture = new Frame();
                Frame sound = new Frame()) {
            long bits = Math.max(100_000, (long) spec.width() * spec.height() * spec.framesPerSecond() / 12);
            writer.addVideo(spec.width(), spec.height(), spec.framesPerSecond(), bits);
            int samples = writer.addAudio(RATE, 1, BITS_PER_SECOND_AUDIO);
            writer.start();
            SyntheticPicture scene = new SyntheticPicture(spec.width(), spec.height(), spec.seed());
            long frames = (long) spec.seconds() * spec.framesPerSecond();
            long heard = 0;
            for (long i = 0; i < frames; i++) {
                scene.draw(picture, i, spec.framesPerSecond());
                picture.setTime(i * TICKS / spec.framesPerSecond());
                writer.picture(picture);
                while (heard * spec.framesPerSecond() < (i + 1) * RATE) {
                    sound.allocateMonoFloat(samples, RATE);
                    sound.putSamples(tone(heard, samples, spec.seed()));
                    sound.setTime(heard);
                    writer.sound(sound);
                    heard += samples;
                }
                progress.at(i * 1_000_000 / spec.framesPerSecond());
            }
            writer.finish();
            return JsonObject.builder().build();
        } catch (MediaException e) {
            throw new JobRefused(e.reason());
        }
    }

    private static LongPredicate gap(FootageSpec spec) {
        java.time.@Nullable Duration start = spec.gapStart();
        if (start == null) {
            return at -> false;
        }
        long from = start.toMillis() * 1000;
        long to = start.plus(spec.gapLength()).toMillis() * 1000;
        return at -> at >= from && at < to;
    }

    private static float[] tone(long from, int count, long seed) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            long at = from + i;
            double pitch = 220 + 40 * Math.floorMod(at / RATE + seed, 12L);
            samples[i] = (float) (0.2 * Math.sin(2 * Math.PI * pitch * at / RATE));
        }
        return samples;
    }
}
