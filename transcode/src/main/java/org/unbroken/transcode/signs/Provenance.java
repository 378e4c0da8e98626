package org.unbroken.transcode.signs;

import java.util.Locale;

/**
 * Signatures over the recording that its maker put into it. That they are there is reported; whether they hold is not
 * judged here.
 */
public enum Provenance {
    /** ONVIF media signing, in H.264 or HEVC user data. */
    ONVIF_MEDIA_SIGNING("005bc93f2d715e95ada4796f90877a6f"),
    /** Axis signed video, likewise. */
    AXIS_SIGNED_VIDEO("5369676e656420566964656f2e2e2e30"),
    /** A C2PA manifest in an MP4 box. */
    C2PA("d8fec3d61b0e483c92975828877ec481"),
    /** Units of the types that GB 35114 uses for security parameters and authentication data. */
    GB_35114("");

    private final String uuid;

    Provenance(String uuid) {
        this.uuid = uuid;
    }

    /** In lower-case hex without dashes; empty where it is not told by one. */
    public String uuid() {
        return uuid;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
