package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_get_audio_frame_duration2;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_reduce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.StreamInfo;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.TrackPoint;
import org.unbroken.transcode.codec.AacConfig;
import org.unbroken.transcode.codec.PictureSize;
import org.unbroken.transcode.container.Gpmf;
import org.unbroken.transcode.container.GpsTrack;
import org.unbroken.transcode.signs.CodedStream;
import org.unbroken.transcode.signs.Provenance;
import org.unbroken.transcode.signs.Sign;
import org.unbroken.transcode.signs.SignReader;
import org.unbroken.transcode.table.IrregularTable;
import org.unbroken.transcode.table.Sample;
import org.unbroken.transcode.table.SampleHeads;
import org.unbroken.transcode.timeline.ChunkSpans;
import org.unbroken.transcode.timeline.Packet;
import org.unbroken.transcode.timeline.StreamClock;

/** One stream of an input: turns FFmpeg's packets into plain ones and feeds them to the stream's clock. */
public final class StreamReader {
    private static final Set<String> ONE_FRAME_A_PACKET = Set.of("aac", "mp3", "ac3", "eac3", "opus", "alac", "flac");
    private static final Set<String> SPARSE_SOUND = Set.of("opus", "vorbis", "amr_nb", "amr_wb", "speex");

    /** The four letters of GoPro's telemetry, in the order of the file. */
    private static final int GPMD = 0x646d7067;

    /** Sound that the headers of an MP4 or QuickTime file describe as fully as its packets do. */
    private static final Set<String> HEADER_TELLS = Set.of("aac", "mp3", "ac3", "amr_nb", "amr_wb");

    private static final int MOST_DEVICES = 8;
    private static final long MOST_CONFIGURATION = 1 << 20;
    /** Of a sample so much is read at first; what has more in front of its picture is read further. */
    private static final int HEAD_BYTES = 1024;

    private static final int MOST_TELEMETRY = 16 << 20;

    private final AVStream stream;
    private final AVCodecParameters parameters;
    private final StreamKind kind;
    private final StreamClock clock;
    private final ChunkSpans chunks = new ChunkSpans();
    private final long numerator;
    private final long denominator;
    private final boolean tableOfSamples;
    private final boolean decodingTimes;
    private final String codec;
    private final @Nullable CodedStream coded;
    private final @Nullable GpsTrack track;
    private final Set<String> devices = new LinkedHashSet<>();
    private final long frameSamples;
    private long firstTicks = AV_NOPTS_VALUE;

    /** A reader that takes times of decoding from the packets only where the format keeps them, and no guesses. */
    public StreamReader(AVStream stream, boolean tableOfSamples, boolean decodingTimes) {
        this.stream = stream;
        this.parameters = stream.codecpar();
        this.kind = kind(stream);
        this.clock = new StreamClock(kind);
        this.numerator = stream.time_base().num();
        this.denominator = stream.time_base().den();
        this.tableOfSamples = tableOfSamples;
        this.decodingTimes = decodingTimes;
        this.codec = Input.codecName(stream);
        this.coded = kind == StreamKind.DATA ? null : SignReader.of(codec).orElse(null);
        this.track = parameters.codec_tag() == GPMD ? new GpsTrack() : null;
        this.frameSamples = codec.equals("aac") && parameters.frame_size() == 0 ? aacSamples() : 0;
        if (coded != null && parameters.extradata_size() > 0) {
            coded.configuration(bytes(parameters.extradata(), parameters.extradata_size()), 0);
        }
    }

    /** What a header alone leaves open: the decoder would tell how long a frame of AAC is. */
    private long aacSamples() {
        if (parameters.extradata_size() == 0) {
            return 0;
        }
        return AacConfig.parse(bytes(parameters.extradata(), parameters.extradata_size()))
                .samplesAt(parameters.sample_rate());
    }

    /** Whether all that is told of the stream is known from the file's header, without looking at a packet. */
    public boolean toldByHeader() {
        return switch (kind) {
            case DATA -> (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) == 0;
            case VIDEO -> coded != null && parameters.width() > 0 && parameters.height() > 0 && agrees(coded.size());
            case AUDIO ->
                HEADER_TELLS.contains(codec)
                        && parameters.sample_rate() > 0
                        && parameters.ch_layout().nb_channels() > 0
                        && (!codec.equals("aac") || frameSamples > 0 || parameters.frame_size() > 0);
        };
    }

    /** A cover picture inside a sound file is no video. */
    static StreamKind kind(AVStream stream) {
        int type = stream.codecpar().codec_type();
        if (type == AVMEDIA_TYPE_VIDEO && (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) == 0) {
            return StreamKind.VIDEO;
        }
        return type == AVMEDIA_TYPE_AUDIO ? StreamKind.AUDIO : StreamKind.DATA;
    }

    /** FFmpeg's H.264 decoder takes a container's size where it cuts off a little more. */
    private boolean agrees(PictureSize size) {
        return size.equals(new PictureSize(parameters.width(), parameters.height()))
                || (codec.equals("h264") && size.cutTo(parameters.width(), parameters.height()));
    }

    public void add(AVPacket packet) {
        int size = packet.size();
        long shown = packet.pts();
        Packet read = read(packet.dts(), shown, packet.duration(), size);
        take(read, packet.pos());
        if (size > 0 && (track != null || coded != null)) {
            CodedStream follower = coded;
            if (follower != null) {
                newConfiguration(follower, packet, time(read));
            }
            look(read, bytes(packet.data(), size), (packet.flags() & AV_PKT_FLAG_KEY) != 0);
        }
    }

    /**
     * Takes the next sample of a table.
     *
     * @throws IrregularTable when it is too long to be looked at
     */
    public void add(Sample sample, SampleHeads heads) throws IOException, IrregularTable {
        int size = sample.sizeBytes();
        firstTicks = firstTicks == AV_NOPTS_VALUE ? sample.shown() : firstTicks;
        Packet read = read(sample.decoded(), sample.shown(), sample.duration(), size);
        take(read, sample.position());
        if (track == null && coded == null) {
            return;
        }
        int length = Math.min(size, track != null ? MOST_TELEMETRY : HEAD_BYTES);
        if (track != null && length < size) {
            throw new IrregularTable("telemetry of " + size + " bytes in one sample");
        }
        ByteBuffer head = heads.at(sample.position(), length, size);
        CodedStream follower = coded;
        int needed = follower == null ? length : Math.min(size, follower.needed(head, size));
        while (follower != null && needed > length) {
            length = needed;
            head = heads.at(sample.position(), length, size);
            needed = Math.min(size, follower.needed(head, size));
        }
        look(read, head, sample.key());
    }

    /**
     * Tells of a stream what FFmpeg would, had it seen the fragments: how many pictures a second, and how long it is.
     *
     * @param samples how many there are, lasting so many ticks together
     * @param end when the last of them ends
     */
    public void fragments(long samples, long ticks, long end) {
        if (stream.duration() < end) {
            stream.duration(end);
        }
        if (kind == StreamKind.VIDEO && samples > 0 && ticks > 0) {
            AVRational rate = stream.avg_frame_rate();
            int[] over = new int[1];
            int[] under = new int[1];
            av_reduce(over, under, denominator * samples, ticks, Integer.MAX_VALUE);
            rate.num(over[0]).den(under[0]);
        }
    }

    private Packet read(long decoded, long shown, long ticks, int size) {
        return new Packet(
                decodingTimes ? Times.micros(decoded, numerator, denominator) : Packet.NONE,
                Times.micros(shown, numerator, denominator),
                duration(ticks, size),
                size);
    }

    private void take(Packet read, long position) {
        clock.add(read);
        chunks.add(position, read);
    }

    private static long time(Packet read) {
        return read.pts() != Packet.NONE ? read.pts() : Math.max(0, read.dts());
    }

    /** At the bytes of a packet, of which the first ones suffice. */
    private void look(Packet read, ByteBuffer data, boolean key) {
        GpsTrack places = track;
        if (places != null) {
            Gpmf telemetry = Gpmf.parse(data);
            telemetry.place().ifPresent(place -> places.add(Math.max(0, read.pts()), place));
            telemetry.devices().stream()
                    .filter(device -> devices.size() < MOST_DEVICES)
                    .forEach(devices::add);
        }
        CodedStream follower = coded;
        if (follower != null) {
            follower.packet(data, time(read), key);
        }
    }

    /** A track may have several sample descriptions; FFmpeg says so with the first packet of the next. */
    private static void newConfiguration(CodedStream follower, AVPacket packet, long time) {
        if (packet.side_data_elems() == 0) {
            return;
        }
        SizeTPointer size = new SizeTPointer(1);
        BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, size);
        if (data != null && !data.isNull()) {
            follower.configuration(bytes(data, (int) Math.min(size.get(), MOST_CONFIGURATION)), time);
        }
        size.close();
    }

    /** A view of FFmpeg's memory, good until the packet is unreferenced. */
    private static ByteBuffer bytes(BytePointer data, int size) {
        return data.capacity(size).asByteBuffer();
    }

    /** What the stream's coding shows; null where it is of a kind that no rule knows. To be asked once, at the end. */
    public @Nullable List<Sign> signs() {
        return coded == null || clock.packets() == 0 ? null : coded.signs();
    }

    /** Places in a track of telemetry, moved by so much; none in other streams. */
    public List<TrackPoint> places(long shiftMicros) {
        return track == null ? List.of() : track.points(shiftMicros);
    }

    /** Devices that a track of telemetry names, the camera first. */
    public List<String> devices() {
        return List.copyOf(devices);
    }

    /** What tells one setting of the stream's coder from another. */
    public Map<String, String> structure() {
        return coded == null ? Map.of() : coded.structure();
    }

    public Set<Provenance> provenance() {
        return coded == null ? Set.of() : coded.provenance();
    }

    /**
     * A sample table stretches the last sample before a hole over the hole, so there the codec's own frame length is
     * the better measure of sound.
     */
    private long duration(long ticks, int size) {
        long stated = ticks > 0 ? Times.micros(ticks, numerator, denominator) : 0;
        if (kind != StreamKind.AUDIO || parameters.sample_rate() <= 0 || (stated > 0 && !oneFrameAPacket())) {
            return stated;
        }
        long samples = frameSamples > 0 ? frameSamples : av_get_audio_frame_duration2(parameters, size);
        long own = samples > 0 ? samples * 1_000_000 / parameters.sample_rate() : 0;
        if (own == 0) {
            return stated;
        }
        return tableOfSamples || stated == 0 ? own : stated;
    }

    /** When the first sample of the table is shown, in ticks; AV_NOPTS_VALUE where there is none. */
    long firstTicks() {
        return firstTicks;
    }

    public ChunkSpans chunks() {
        return chunks;
    }

    public StreamClock clock() {
        return clock;
    }

    public AVStream stream() {
        return stream;
    }

    public boolean oneFrameAPacket() {
        return ONE_FRAME_A_PACKET.contains(codec);
    }

    public boolean sparseSound() {
        return SPARSE_SOUND.contains(codec);
    }

    public StreamInfo info(@Nullable Long declaredFrames) {
        boolean video = kind == StreamKind.VIDEO;
        boolean audio = kind == StreamKind.AUDIO;
        return new StreamInfo(
                stream.index(),
                kind,
                codec,
                video ? Math.max(0, parameters.width()) : 0,
                video ? Math.max(0, parameters.height()) : 0,
                video ? Orientation.of(stream).degrees() : 0,
                audio ? Math.max(0, parameters.sample_rate()) : 0,
                audio ? Math.max(0, parameters.ch_layout().nb_channels()) : 0,
                clock.packets(),
                declaredFrames,
                clock.duration(),
                clock.timed() ? clock.first() : 0,
                video ? rate() : null);
    }

    private String rate() {
        AVRational average = stream.avg_frame_rate();
        if (average.num() > 0 && average.den() > 0) {
            return average.num() + "/" + average.den();
        }
        long micros = clock.duration();
        return micros > 0 ? String.format(Locale.ROOT, "%d/%d", clock.packets() * 1000, micros / 1000) : "0/1";
    }
}
