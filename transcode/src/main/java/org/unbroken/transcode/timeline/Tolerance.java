package org.unbroken.transcode.timeline;

/** What is still no finding. docs/CONTINUITY.md gives the reasons; change both together. */
final class Tolerance {
    /** Pictures: a hole is longer than this, and than {@link #VIDEO_GAP_FRAMES} usual distances. */
    static final long VIDEO_GAP_MICROS = 200_000;

    static final int VIDEO_GAP_FRAMES = 3;
    static final long AUDIO_GAP_MICROS = 100_000;
    static final long AUDIO_OVERLAP_MICROS = 100_000;
    static final long BACKWARD_MICROS = 100_000;
    /** Where the distance of frames varies anyway, a hole is likely an interruption only when longer than this… */
    static final long VARIABLE_GAP_MICROS = 10_000_000;
    /** …and than this many usual distances. */
    static final int VARIABLE_GAP_FRAMES = 20;

    /** How far apart odd steps of picture and sound may lie: packets of the two are interleaved. */
    static final long STEP_APART_MICROS = 150_000;

    static final long ENDS_MICROS = 1_000_000;
    static final long HIDDEN_VIDEO_MICROS = 100_000;
    static final long HIDDEN_END_MICROS = 250_000;
    /** AAC encoders prime with 2112 samples, some with more. */
    static final long HIDDEN_AUDIO_SAMPLES = 4096;

    private Tolerance() {}
}
