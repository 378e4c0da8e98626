package org.unbroken.transcode.worker;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.Continuity;
import org.unbroken.transcode.DescriptionState;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.MediaMetadata;
import org.unbroken.transcode.StreamInfo;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.container.Exif;
import org.unbroken.transcode.container.FileBytes;
import org.unbroken.transcode.container.JpegFile;
import org.unbroken.transcode.container.PngFile;

/** A photograph: it has a description and no timeline. */
final class StillPicture {
    /** The most that PNG allows (section 11.2.1). */
    private static final long MOST_ACROSS = Integer.MAX_VALUE;

    private StillPicture() {}

    static Inspection inspect(String type, FileBytes bytes) throws IOException {
        if (type.equals("image/jpeg")) {
            return jpeg(bytes);
        }
        if (type.equals("image/png")) {
            return png(bytes);
        }
        return new Inspection(
                type,
                DescriptionState.PARTIAL,
                "a still picture of a kind that is recognised and not read further",
                List.of(),
                null,
                MediaMetadata.NONE,
                Continuity.undetermined(),
                List.of());
    }

    private static Inspection png(FileBytes bytes) throws IOException {
        PngFile file = PngFile.read(bytes);
        if (file.width() == 0 || file.height() == 0 || file.width() > MOST_ACROSS || file.height() > MOST_ACROSS) {
            return Inspection.failed("image/png", "a PNG without a readable header");
        }
        StreamInfo picture = new StreamInfo(
                0, StreamKind.VIDEO, "png", (int) file.width(), (int) file.height(), 0, 0, 0, 1, null, 0, 0, null);
        return described("image/png", "png", file.whole(), picture, null);
    }

    private static Inspection jpeg(FileBytes bytes) throws IOException {
        JpegFile file = JpegFile.read(bytes);
        if (file.width() == 0) {
            return Inspection.failed("image/jpeg", "a JPEG without a readable frame header");
        }
        @Nullable Exif exif = file.exif();
        int rotation = exif == null ? 0 : exif.rotationDegrees();
        StreamInfo picture = new StreamInfo(
                0, StreamKind.VIDEO, "mjpeg", file.width(), file.height(), rotation, 0, 0, 1, null, 0, 0, null);
        return described("image/jpeg", "jpeg", file.whole(), picture, exif);
    }

    private static Inspection described(
            String type, String container, boolean whole, StreamInfo picture, @Nullable Exif exif) {
        @Nullable String reason = whole ? null : "the picture's end is missing";
        return new Inspection(
                type,
                InspectJob.state(reason),
                reason,
                List.of(picture),
                null,
                metadata(container, exif),
                Continuity.undetermined(),
                List.of());
    }

    private static MediaMetadata metadata(String container, @Nullable Exif exif) {
        if (exif == null) {
            return new MediaMetadata(
                    container, List.of(), null, null, null, null, null, null, null, null, null, null, List.of(),
                    List.of());
        }
        @Nullable String taken = exif.taken();
        @Nullable String zone = exif.zone();
        return new MediaMetadata(
                container,
                List.of(),
                taken,
                taken == null ? null : zone == null ? "no zone is stated" : "UTC" + zone + " by EXIF",
                null,
                exif.make(),
                exif.model(),
                exif.serial(),
                null,
                exif.software(),
                exif.location().orElse(null),
                null,
                List.of(),
                List.of());
    }
}
