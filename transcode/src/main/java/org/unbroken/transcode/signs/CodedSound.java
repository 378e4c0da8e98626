package org.unbroken.transcode.signs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.codec.AacFrame;
import org.unbroken.transcode.codec.PictureSize;

/** Follows AAC by the first bits of each frame. */
final class CodedSound implements CodedStream {
    private final Windows windows = new Windows();
    private final LavcBeat beat = new LavcBeat();
    private boolean readable = true;
    /** AudioSpecificConfig's object type; negative while there was none. */
    private int kind = -1;

    /** AudioSpecificConfig: only the plain kinds, and those that extend them, have frames of this form. */
    @Override
    public void configuration(ByteBuffer record, long timeMicros) {
        if (record.hasRemaining()) {
            kind = (record.get(record.position()) & 0xff) >> 3;
            readable = kind == 1 || kind == 2 || kind == 4 || kind == 5 || kind == 29;
        }
    }

    /** Frames are short; what lies in front of the window may take up most of one. */
    @Override
    public int needed(ByteBuffer head, int size) {
        return readable ? size : 0;
    }

    @Override
    public void packet(ByteBuffer data, long timeMicros, boolean keyFrame) {
        if (!readable) {
            return;
        }
        AacFrame frame = AacFrame.parse(data);
        windows.frame(frame.window(), timeMicros);
        @Nullable String encoder = frame.encoder();
        beat.frame(encoder != null && encoder.startsWith("Lavc") ? encoder : null, timeMicros);
    }

    @Override
    public PictureSize size() {
        return PictureSize.NONE;
    }

    @Override
    public Map<String, String> structure() {
        return kind < 0 ? Map.of() : Map.of("sound_profile", "aac " + kind);
    }

    @Override
    public List<Sign> signs() {
        List<Sign> signs = new ArrayList<>();
        beat.report(signs);
        windows.report(signs);
        return signs;
    }

    @Override
    public Set<Provenance> provenance() {
        return Set.of();
    }
}
