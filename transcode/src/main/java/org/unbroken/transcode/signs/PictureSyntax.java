package org.unbroken.transcode.signs;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.unbroken.transcode.codec.ClockTime;
import org.unbroken.transcode.codec.MalformedBitstream;
import org.unbroken.transcode.codec.PictureSize;

/** What one video codec knows of its own units; the places are of the unit with its header. */
interface PictureSyntax {
    /** Whether a unit of this type holds supplemental information in front of a picture. */
    boolean information(int type);

    int headerBytes();

    /** Keeps a parameter set. Answers false where the unit is none. */
    boolean parameterSet(int type, ByteBuffer bytes, int from, int end, long time) throws MalformedBitstream;

    /** The first slice of a picture. */
    void picture(ByteBuffer bytes, int from, int end, long time) throws MalformedBitstream;

    /** An end of sequence: what follows counts anew. */
    void ended(int type);

    /** A clock time in a message. */
    Optional<ClockTime> clock(int messageType, ByteBuffer payload) throws MalformedBitstream;

    /** Of the latest sequence parameter set. */
    PictureSize size();

    void report(List<Sign> signs);
}
