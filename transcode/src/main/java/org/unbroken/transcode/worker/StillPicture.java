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

/** A photograph: it has a description and no timeline. */
final class StillPicture {
    private StillPicture() {}

    static Inspection inspect(String type, FileBytes bytes) throws IOException {
        if (type.equals("image/jpeg")) {
            return jpeg(bytes);
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

    private static Inspection jpeg(FileBytes bytes) throws IOException {
        JpegFile file = JpegFile.read(bytes);
        if (file.width() == 0) {
            return Inspection.failed("image/jpeg", "a JPEG without a readable frame header");
        }
        @Nullable Exif exif = file.exif();
        int rotation = exif == null ? 0 : exif.rotationDegrees();
        StreamInfo picture = new StreamInfo(
                0, StreamKind.VIDEO, "mjpeg", file.width(), file.height(), rotation, 0, 0, 1, null, 0, 0, null);
        return new Inspection(
                "image/jpeg",
                InspectJob.state(file.whole() ? null : "cut"),
                file.whole() ? null : "the picture's end is missing",
                List.of(picture),
                null,
                metadata(exif),
                Continuity.undetermined(),
                List.of());
    }

    private static MediaMetadata metadata(@Nullable Exif exif) {
        if (exif == null) {
            return new MediaMetadata(
                    "jpeg", List.of(), null, null, null, null, null, null, null, null, null, null, List.of(),
                    List.of());
        }
        @Nullable String taken = exif.taken();
        @Nullable String zone = exif.zone();
        return new MediaMetadata(
                "jpeg",
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
