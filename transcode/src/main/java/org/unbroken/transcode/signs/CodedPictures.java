package org.unbroken.transcode.signs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unbroken.transcode.codec.CodecConfig;
import org.unbroken.transcode.codec.MalformedBitstream;
import org.unbroken.transcode.codec.NalSyntax;
import org.unbroken.transcode.codec.NalUnits;
import org.unbroken.transcode.codec.PictureSize;
import org.unbroken.transcode.codec.SeiMessages;

/** Follows H.264 or HEVC by what stands before each picture's first slice data. */
final class CodedPictures implements CodedStream {
    private static final String X264 = "dc45e9bde6d948b7962cd820d923eeef";
    private static final String X265 = "2ca2de09b51747dbbb55a4fe7fc2fc4e";
    /** MISB ST 0604: microseconds since 1970 in user data. */
    private static final String MISP_MICROS = "4d4953506d6963726f73656374696d65";

    private static final int DELIMITER = 9;
    private static final int SEQUENCE_END = 10;

    private final NalSyntax nal;
    private final PictureSyntax syntax;
    private final EncoderWatch encoder = new EncoderWatch();
    private final SeiClock clock = new SeiClock();
    private final Groups groups = new Groups();
    private final Set<Provenance> provenance = EnumSet.noneOf(Provenance.class);
    private int lengthBytes;
    private String profile = "";
    private String sets = "";
    private boolean reordered;
    private boolean entry;
    private long latest = Long.MIN_VALUE;

    CodedPictures(NalSyntax nal, PictureSyntax syntax) {
        this.nal = nal;
        this.syntax = syntax;
    }

    @Override
    public void configuration(ByteBuffer record, long timeMicros) {
        CodecConfig config = CodecConfig.parse(record, nal);
        lengthBytes = config.lengthBytes();
        if (profile.isEmpty()) {
            profile = CodecStructure.profile(config.sets(), nal);
            sets = CodecStructure.digest(config.sets());
        }
        for (ByteBuffer set : config.sets()) {
            unit(set, 0, set.limit(), timeMicros);
        }
    }

    @Override
    public int needed(ByteBuffer head, int size) {
        return lengthBytes == 0 ? size : NalUnits.needed(head, size, lengthBytes, nal);
    }

    @Override
    public void packet(ByteBuffer data, long timeMicros, boolean keyFrame) {
        if (keyFrame) {
            encoder.entry();
        }
        reordered |= timeMicros < latest;
        latest = Math.max(latest, timeMicros);
        // A table of key samples may leave one out; FFmpeg looks into some files' pictures and not into others'.
        entry = keyFrame;
        NalUnits.visit(data, lengthBytes, nal, (bytes, from, end) -> unit(bytes, from, end, timeMicros));
        groups.picture(entry, timeMicros);
    }

    /** Answers whether to go on: not beyond the first slice. */
    private boolean unit(ByteBuffer bytes, int from, int end, long time) {
        int type = nal.type(bytes.get(from) & 0xff);
        boolean slice = nal.slice(bytes.get(from) & 0xff);
        entry |= slice && nal.entry(bytes.get(from) & 0xff);
        try {
            if (slice) {
                syntax.picture(bytes, from, end, time);
            } else if (syntax.information(type)) {
                SeiMessages.visit(
                        bytes, from, end, syntax.headerBytes(), (kind, payload) -> message(kind, payload, time));
            } else if (!syntax.parameterSet(type, bytes, from, end, time)) {
                syntax.ended(type);
                signature(type, end - from);
            }
        } catch (MalformedBitstream e) {
            // Damaged, or of a kind that is not known here: it tells nothing, and neighbours tell of it.
        }
        return !slice;
    }

    /** GB 35114 puts its data into types that H.264 uses for units of one or two bytes. */
    private void signature(int type, int bytes) {
        if (nal == NalSyntax.H264 && (type == DELIMITER || type == SEQUENCE_END) && bytes > 8) {
            provenance.add(Provenance.GB_35114);
        }
    }

    private void message(int kind, ByteBuffer payload, long time) {
        try {
            syntax.clock(kind, payload).ifPresent(told -> clock.tells(told, time));
        } catch (MalformedBitstream e) {
            // Cut short: no clock.
        }
        if (kind != SeiMessages.USER_DATA || payload.remaining() < 16) {
            return;
        }
        byte[] id = new byte[16];
        payload.get(id);
        String uuid = HexFormat.of().formatHex(id);
        for (Provenance known : Provenance.values()) {
            if (known.uuid().equals(uuid)) {
                provenance.add(known);
            }
        }
        if (uuid.equals(X264) || uuid.equals(X265)) {
            byte[] text = new byte[payload.remaining()];
            payload.get(text);
            encoder.said(new String(text, StandardCharsets.ISO_8859_1), uuid.equals(X265), time);
        } else if (uuid.equals(MISP_MICROS)) {
            PrecisionTime.parse(payload).ifPresent(told -> clock.tells(told, time));
        }
    }

    @Override
    public PictureSize size() {
        return syntax.size();
    }

    @Override
    public Map<String, String> structure() {
        Map<String, String> structure = new HashMap<>();
        structure.put("video_profile", profile);
        structure.put("parameter_sets", sets);
        structure.put("encoder", encoder.name());
        int usual = groups.usual();
        if (usual > 0) {
            structure.put("group", usual + (reordered ? " pictures, reordered" : " pictures, in order"));
        }
        return structure;
    }

    @Override
    public List<Sign> signs() {
        List<Sign> signs = new ArrayList<>();
        syntax.report(signs);
        encoder.report(signs);
        clock.report(signs);
        groups.report(signs);
        return signs;
    }

    @Override
    public Set<Provenance> provenance() {
        return Set.copyOf(provenance);
    }
}
