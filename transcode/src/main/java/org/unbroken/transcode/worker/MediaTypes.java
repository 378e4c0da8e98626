package org.unbroken.transcode.worker;

import java.util.List;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.ffmpeg.StreamReader;

/** The media type of a recording that could be opened: its container, and whether it holds pictures. */
final class MediaTypes {
    private MediaTypes() {}

    static String of(String format, String signature, List<StreamReader> readers) {
        boolean soundOnly = InspectJob.has(readers, StreamKind.AUDIO) && !InspectJob.has(readers, StreamKind.VIDEO);
        String container = container(format, signature);
        if (!soundOnly) {
            return container;
        }
        return switch (container) {
            case "video/mp4", "video/quicktime" -> "audio/mp4";
            case "video/3gpp" -> "audio/3gpp";
            case "video/x-matroska" -> "audio/x-matroska";
            case "video/webm" -> "audio/webm";
            case "application/ogg" -> "audio/ogg";
            case "video/x-ms-asf" -> "audio/x-ms-wma";
            default -> container;
        };
    }

    private static String container(String format, String signature) {
        return switch (format.split(",", 2)[0]) {
            case "mov" -> signature.startsWith("video/") || signature.startsWith("audio/") ? signature : "video/mp4";
            case "matroska" -> signature.equals("video/webm") ? signature : "video/x-matroska";
            case "avi" -> "video/x-msvideo";
            case "mpegts" -> "video/mp2t";
            case "mpeg", "mpegvideo" -> "video/mpeg";
            case "asf" -> "video/x-ms-asf";
            case "flv" -> "video/x-flv";
            case "ogg" -> "application/ogg";
            case "wav", "w64" -> "audio/wav";
            case "mp3" -> "audio/mpeg";
            case "aac" -> "audio/aac";
            case "amr", "amrnb" -> signature.equals("audio/amr-wb") ? signature : "audio/amr";
            case "amrwb" -> "audio/amr-wb";
            case "flac" -> "audio/flac";
            case "h264" -> "video/h264";
            case "hevc" -> "video/h265";
            case "mxf" -> "application/mxf";
            default -> signature;
        };
    }
}
