package org.unbroken.transcode;

import java.util.Locale;

/** The kinds of finding this module's rules report. docs/CONTINUITY.md says what each means and cannot see. */
public enum FindingKind {
    /** A span of time without packets. */
    GAP(true, false),
    /** A packet that starts well before its predecessor ends. */
    OVERLAP(true, false),
    /** Time that runs backward in the order of decoding. */
    BACKWARD(true, false),
    /** Transport packets are missing, by their own counters. */
    PACKET_LOSS(true, false),
    /** The same packet twice. */
    DUPLICATE(false, false),
    /** The file announces samples that are not in it. */
    TRUNCATED(false, false),
    /** The file ends within a unit of its format, which announces nothing beyond. */
    RAGGED_END(false, false),
    /** More or fewer frames than announced. */
    COUNT_MISMATCH(false, false),
    /** Longer or shorter than announced. */
    DURATION_MISMATCH(false, false),
    /** An edit list keeps recorded samples from being shown. */
    HIDDEN_MEDIA(false, false),
    /** Sound and picture begin or end well apart. */
    UNEVEN_ENDS(false, false),
    /** The format counts frames and keeps no times: holes would not show. */
    UNTIMED(false, false),
    /** A stream is announced and holds nothing. */
    EMPTY_STREAM(false, false),
    /** Pictures that the encoder counted or refers to are not in the file. */
    MISSING_FRAMES(true, true),
    /** The coding of sound does not go on from the frame before. */
    SOUND_BREAK(true, true),
    /** Fragments that the writer numbered are not in the file. */
    MISSING_FRAGMENTS(true, true),
    /** A parameter set comes again with other content. */
    PARAMETER_CHANGE(false, true),
    /** An encoder begins anew within the file. */
    JOIN(false, true),
    /** A clock inside the stream and the times of the file part. */
    CLOCK_STEP(false, true),
    /** One odd step in otherwise even times of decoding. */
    TIMING_STEP(false, true),
    /** A group of pictures in mid file that is shorter than nearly all others. */
    SHORT_GROUP(false, true),
    /** The file was written by a known piece of software, which need not be the camera's. */
    WRITER(false, false);

    private final boolean interrupts;
    private final boolean editing;

    FindingKind(boolean interrupts, boolean editing) {
        this.interrupts = interrupts;
        this.editing = editing;
    }

    /** Whether such a finding, certain or likely, makes the verdict "interrupted". */
    public boolean interrupts() {
        return interrupts;
    }

    /** Whether such a finding, certain or likely, is a sign that something was cut, joined or put in. */
    public boolean editing() {
        return editing;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
