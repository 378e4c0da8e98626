package org.unbroken.transcode.signs;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unbroken.transcode.codec.PictureSize;

/** Follows one stream's coding, packet by packet in the order of the file. Memory does not grow with the recording. */
public interface CodedStream {
    /**
     * Looks at the next packet.
     *
     * @param data the packet as it lies in memory now; nothing may keep it
     * @param timeMicros when it is shown, in the stream's own time; 0 where unknown
     * @param keyFrame whether decoding can begin here, by the container
     */
    void packet(ByteBuffer data, long timeMicros, boolean keyFrame);

    /**
     * How much of a packet must be at hand for {@link #packet} to see all that it would see in the whole.
     *
     * @param head the packet's beginning, as much as is at hand
     * @param size of the whole packet
     */
    int needed(ByteBuffer head, int size);

    /** A configuration record in force from the next packet on. */
    void configuration(ByteBuffer record, long timeMicros);

    /** How large pictures are by the latest configuration; nothing where it does not tell, and for sound. */
    PictureSize size();

    /** What tells one setting of the coder from another, by the names of docs/FORMATS.md; to be asked at the end. */
    Map<String, String> structure();

    /** To be asked once, after the last packet. */
    List<Sign> signs();

    /** Signatures and the like that were met. */
    Set<Provenance> provenance();
}
