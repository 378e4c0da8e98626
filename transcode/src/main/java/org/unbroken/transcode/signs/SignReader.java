package org.unbroken.transcode.signs;

import java.util.Optional;
import org.unbroken.transcode.codec.NalSyntax;

/** Which follower suits a codec, by FFmpeg's name of it. */
public final class SignReader {
    private SignReader() {}

    public static Optional<CodedStream> of(String codec) {
        return switch (codec) {
            case "h264" -> Optional.of(new CodedPictures(NalSyntax.H264, new H264Pictures()));
            case "hevc" -> Optional.of(new CodedPictures(NalSyntax.HEVC, new HevcPictures()));
            case "aac" -> Optional.of(new CodedSound());
            default -> Optional.empty();
        };
    }
}
