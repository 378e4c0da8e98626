package org.unbroken.transcode.table;

/** One sample as tables tell it; times in its track's ticks. */
public interface Sample {
    int sizeBytes();

    /** In bytes from the beginning of the file. */
    long position();

    long decoded();

    long shown();

    long duration();

    /** Whether decoding can begin here. */
    boolean key();
}
