package org.unbroken.transcode.ffmpeg;

/** FFmpeg refused or failed; the message says at what and why. */
public final class MediaException extends Exception {
    private final int code;

    public MediaException(String what, int code) {
        super(what + ": " + Library.errorText(code));
        this.code = code;
    }

    public MediaException(String what) {
        super(what);
        this.code = 0;
    }

    /** FFmpeg's error code, 0 where there is none. */
    public int code() {
        return code;
    }
}
