package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.CopyableValue;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.LandingCodec;

/**
 * A landing in the bytes of {@link LandingCodec}, as it travels through the job and lies in its checkpoints. The codec's
 * first byte is its version, so a later release reads an earlier one's checkpoints.
 *
 * <pre>
 * 4 bytes   n, big-endian
 * n bytes   the landing
 * </pre>
 *
 * Flink fills an empty one when it reads; apart from that it does not change.
 */
public final class EncodedLanding implements CopyableValue<EncodedLanding> {
    /** A landing of the longest film, 4 TB, has 16 MB of digests. */
    private static final int MOST_BYTES = 64 << 20;

    private byte[] bytes;
    private transient volatile @Nullable Landing decoded;

    /** For Flink, which calls {@link #read} next. */
    public EncodedLanding() {
        bytes = new byte[0];
    }

    private EncodedLanding(byte[] bytes, @Nullable Landing decoded) {
        this.bytes = bytes;
        this.decoded = decoded;
    }

    public static EncodedLanding of(Landing landing) {
        return new EncodedLanding(LandingCodec.encode(landing), landing);
    }

    /** Throws {@link IOException} when these are not the bytes of a landing. */
    public static EncodedLanding parse(byte[] bytes) throws IOException {
        byte[] copy = bytes.clone();
        return new EncodedLanding(copy, LandingCodec.decode(copy));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public Landing decoded() throws IOException {
        Landing known = decoded;
        if (known == null) {
            known = LandingCodec.decode(bytes);
            decoded = known;
        }
        return known;
    }

    @Override
    public void write(DataOutputView out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public void read(DataInputView in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a landing of " + length + " bytes in a checkpoint or on the wire");
        }
        byte[] read = new byte[length];
        in.readFully(read);
        bytes = read;
        decoded = null;
    }

    @Override
    public int getBinaryLength() {
        return -1;
    }

    @Override
    public void copyTo(EncodedLanding target) {
        target.bytes = bytes;
        target.decoded = decoded;
    }

    @Override
    public EncodedLanding copy() {
        return new EncodedLanding(bytes, decoded);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = source.readInt();
        target.writeInt(length);
        target.write(source, length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncodedLanding landing && Arrays.equals(bytes, landing.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "EncodedLanding[" + bytes.length + " bytes]";
    }
}
