package org.unbroken.transcode;

import java.util.Locale;

/** The kinds of finding this module's rules report. docs/CONTINUITY.md says what each means and cannot see. */
public enum FindingKind {
    /** A span of time without packets. */
    GAP(true),
    /** A packet that starts well before its predecessor ends. */
    OVERLAP(true),
    /** Time that runs backward in the order of decoding. */
    BACKWARD(true),
    /** Transport packets are missing, by their own counters. */
    PACKET_LOSS(true),
    /** The same packet twice. */
    DUPLICATE(false),
    /** The file announces samples that are not in it. */
    TRUNCATED(false),
    /** The file ends within a unit of its format, which announces nothing beyond. */
    RAGGED_END(false),
    /** More or fewer frames than announced. */
    COUNT_MISMATCH(false),
    /** Longer or shorter than announced. */
    DURATION_MISMATCH(false),
    /** An edit list keeps recorded samples from being shown. */
    HIDDEN_MEDIA(false),
    /** Sound and picture begin or end well apart. */
    UNEVEN_ENDS(false),
    /** The format counts frames and keeps no times: holes would not show. */
    UNTIMED(false),
    /** A stream is announced and holds nothing. */
    EMPTY_STREAM(false);

    private final boolean interrupts;

    FindingKind(boolean interrupts) {
        this.interrupts = interrupts;
    }

    /** Whether such a finding, certain or likely, makes the verdict "interrupted". */
    public boolean interrupts() {
        return interrupts;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
