package org.unbroken.transcode.signs;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.codec.BitReader;
import org.unbroken.transcode.codec.ClockTime;
import org.unbroken.transcode.codec.H264Pps;
import org.unbroken.transcode.codec.H264Slice;
import org.unbroken.transcode.codec.H264Sps;
import org.unbroken.transcode.codec.H264Timing;
import org.unbroken.transcode.codec.MalformedBitstream;
import org.unbroken.transcode.codec.PictureSize;
import org.unbroken.transcode.codec.SeiMessages;

/** The parameter sets and pictures of an H.264 stream. */
final class H264Pictures implements PictureSyntax {
    private static final int SEI = 6;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int SEQUENCE_END = 10;

    private final Map<Integer, H264Sps> sequences = new HashMap<>();
    private final Map<Integer, H264Pps> pictures = new HashMap<>();
    private final ParameterSetWatch sets = new ParameterSetWatch();
    private final FrameNumbers numbers = new FrameNumbers();
    private final IdrRhythm rhythm = new IdrRhythm();
    private final PictureOrder order = new PictureOrder();
    private @Nullable H264Timing timing;
    private @Nullable H264Slice last;
    private PictureSize size = PictureSize.NONE;
    private long high;
    private int low;

    @Override
    public boolean information(int type) {
        return type == SEI;
    }

    @Override
    public int headerBytes() {
        return 1;
    }

    @Override
    public boolean parameterSet(int type, ByteBuffer bytes, int from, int end, long time) throws MalformedBitstream {
        if (type == SPS) {
            H264Sps sps = H264Sps.parse(bytes, from, end);
            if (sets.set(sps.id(), "sequence parameter set", sps.id(), bytes, from, end, time)) {
                sequences.put(sps.id(), sps);
                size = sps.size();
                timing = sps.timing();
            }
        } else if (type == PPS) {
            H264Pps pps = H264Pps.parse(bytes, from, end);
            if (sets.set(0x1000 | pps.id(), "picture parameter set", pps.id(), bytes, from, end, time)) {
                pictures.put(pps.id(), pps);
            }
        } else {
            return false;
        }
        return true;
    }

    @Override
    public void picture(ByteBuffer bytes, int from, int end, long time) throws MalformedBitstream {
        @Nullable H264Pps pps = pictures.get(H264Slice.ppsId(bytes, from, end));
        @Nullable H264Sps sps = pps == null ? null : sequences.get(pps.spsId());
        if (pps == null || sps == null) {
            return;
        }
        timing = sps.timing();
        H264Slice slice = H264Slice.parse(bytes, from, end, sps, pps);
        numbers.picture(slice, sps.frameNumBits(), sps.gapsAllowed(), time);
        if (slice.idr()) {
            rhythm.idr(slice.idrPicId(), time);
        }
        if (sps.orderType() == 0) {
            order(slice, sps, time);
        }
        last = slice;
    }

    /** Section 8.2.1.1: the high part follows from how the low part moved since the last reference picture. */
    private void order(H264Slice slice, H264Sps sps, long time) {
        int range = 1 << sps.orderBits();
        if (slice.idr()) {
            order.restart();
            high = 0;
            low = 0;
        }
        long now = high;
        if (slice.orderLow() < low && low - slice.orderLow() >= range / 2) {
            now += range;
        } else if (slice.orderLow() > low && slice.orderLow() - low > range / 2) {
            now -= range;
        }
        if (slice.forgets()) {
            order.restart();
        }
        H264Slice before = last;
        boolean second = before != null
                && slice.field()
                && before.field()
                && before.bottom() != slice.bottom()
                && before.frameNum() == slice.frameNum();
        if (!second) {
            order.picture(slice.forgets() ? 0 : now + slice.orderLow(), time);
        }
        if (slice.reference()) {
            high = slice.forgets() ? 0 : now;
            low = slice.forgets() ? 0 : slice.orderLow();
        }
    }

    @Override
    public void ended(int type) {
        if (type == SEQUENCE_END) {
            order.restart();
        }
    }

    @Override
    public Optional<ClockTime> clock(int messageType, ByteBuffer payload) throws MalformedBitstream {
        H264Timing laidOut = timing;
        return messageType != SeiMessages.PICTURE_TIMING || laidOut == null
                ? Optional.empty()
                : laidOut.clock(BitReader.ofPlain(payload, payload.position(), payload.limit()));
    }

    @Override
    public PictureSize size() {
        return size;
    }

    @Override
    public void report(List<Sign> signs) {
        numbers.report(signs);
        rhythm.report(signs);
        order.report(signs);
        sets.report(signs);
    }
}
