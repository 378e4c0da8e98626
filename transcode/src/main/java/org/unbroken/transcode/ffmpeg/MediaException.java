package org.unbroken.transcode.ffmpeg;

/** FFmpeg refused or failed; the message says at what and why. */
public final class MediaException extends Exception {
    private final String reason;
    private final int code;

    public MediaException(String what, int code) {
        this(code, what + ": " + Library.errorText(code));
    }

    private MediaException(int code, String reason) {
        super(reason);
        this.reason = reason;
        this.code = code;
    }

    public MediaException(String what) {
        this(0, what);
    }

    /** The message, which is never absent. */
    public String reason() {
        return reason;
    }

    /** FFmpeg's error code, 0 where there is none. */
    public int code() {
        return code;
    }
}
