package org.unbroken.transcode.codec;

/** Bits that end too early or say what their standard does not allow. Common in damaged files, so it is cheap. */
public final class MalformedBitstream extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedBitstream(String what) {
        super(what, null, false, false);
    }
}
