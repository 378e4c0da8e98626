package org.unbroken.transcode.signs;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.codec.BitReader;
import org.unbroken.transcode.codec.ClockTime;
import org.unbroken.transcode.codec.HevcPps;
import org.unbroken.transcode.codec.HevcSlice;
import org.unbroken.transcode.codec.HevcSps;
import org.unbroken.transcode.codec.MalformedBitstream;
import org.unbroken.transcode.codec.PictureSize;
import org.unbroken.transcode.codec.SeiMessages;

/** The parameter sets and pictures of an HEVC stream. */
final class HevcPictures implements PictureSyntax {
    private static final int VPS = 32;
    private static final int SPS = 33;
    private static final int PPS = 34;
    private static final int SEQUENCE_END = 36;
    private static final int STREAM_END = 37;
    private static final int PREFIX_SEI = 39;

    private final Map<Integer, HevcSps> sequences = new HashMap<>();
    private final Map<Integer, HevcPps> pictures = new HashMap<>();
    private final ParameterSetWatch sets = new ParameterSetWatch();
    private final NamedReferences references = new NamedReferences();
    private final PictureOrder order = new PictureOrder();
    /** The next entry begins anew, and pictures that lean on what was before it are left out in decoding. */
    private boolean begins = true;

    private boolean skipping;
    private PictureSize size = PictureSize.NONE;
    private long high;
    private int low;

    @Override
    public boolean information(int type) {
        return type == PREFIX_SEI;
    }

    @Override
    public int headerBytes() {
        return 2;
    }

    @Override
    public boolean parameterSet(int type, ByteBuffer bytes, int from, int end, long time) throws MalformedBitstream {
        if (end - from < 3 || type < VPS || type > PPS) {
            return false;
        }
        if (upperLayer(bytes, from)) {
            return true;
        }
        if (type == VPS) {
            int id = (bytes.get(from + 2) & 0xff) >> 4;
            sets.set(0x2000 | id, "video parameter set", id, bytes, from, end, time);
        } else if (type == SPS) {
            HevcSps sps = HevcSps.parse(bytes, from, end);
            if (sets.set(sps.id(), "sequence parameter set", sps.id(), bytes, from, end, time)) {
                sequences.put(sps.id(), sps);
                size = sps.size();
            }
        } else {
            HevcPps pps = HevcPps.parse(bytes, from, end);
            if (sets.set(0x1000 | pps.id(), "picture parameter set", pps.id(), bytes, from, end, time)) {
                pictures.put(pps.id(), pps);
            }
        }
        return true;
    }

    /** Layers other than the base carry depth or more detail, and number their sets and pictures on their own. */
    private static boolean upperLayer(ByteBuffer bytes, int from) {
        return (bytes.get(from) & 1) != 0 || (bytes.get(from + 1) & 0xf8) != 0;
    }

    @Override
    public void picture(ByteBuffer bytes, int from, int end, long time) throws MalformedBitstream {
        if (end - from < 4 || upperLayer(bytes, from) || !HevcSlice.first(bytes, from, end)) {
            return;
        }
        @Nullable HevcPps pps = pictures.get(HevcSlice.ppsId(bytes, from, end));
        @Nullable HevcSps sps = pps == null ? null : sequences.get(pps.spsId());
        if (pps == null || sps == null) {
            return;
        }
        HevcSlice slice = HevcSlice.parse(bytes, from, end, sps, pps);
        if (slice.entry()) {
            if (begins || slice.restart()) {
                order.restart();
                references.restart();
                skipping = begins || slice.skipsLeading();
                high = 0;
                low = slice.orderLow();
            } else {
                skipping = false;
            }
            begins = false;
        }
        if ((slice.skippedAtEntry() && skipping) || begins) {
            return;
        }
        place(slice, sps, time);
    }

    /** Section 8.3.1. */
    private void place(HevcSlice slice, HevcSps sps, long time) {
        int range = 1 << sps.orderBits();
        long now = high;
        if (slice.orderLow() < low && low - slice.orderLow() >= range / 2) {
            now += range;
        } else if (slice.orderLow() > low && slice.orderLow() - low > range / 2) {
            now -= range;
        }
        long place = now + slice.orderLow();
        order.picture(place, time);
        references.picture(place, slice, sps.longTerm(), time);
        if (slice.anchorsOrder()) {
            high = now;
            low = slice.orderLow();
        }
    }

    @Override
    public void ended(int type) {
        if (type == SEQUENCE_END || type == STREAM_END) {
            begins = true;
        }
    }

    @Override
    public Optional<ClockTime> clock(int messageType, ByteBuffer payload) throws MalformedBitstream {
        return messageType == SeiMessages.TIME_CODE
                ? ClockTime.ofHevc(BitReader.ofPlain(payload, payload.position(), payload.limit()))
                : Optional.empty();
    }

    @Override
    public PictureSize size() {
        return size;
    }

    @Override
    public void report(List<Sign> signs) {
        references.report(signs);
        order.report(signs);
        sets.report(signs);
    }
}
