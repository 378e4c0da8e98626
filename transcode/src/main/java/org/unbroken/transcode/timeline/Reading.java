package org.unbroken.transcode.timeline;

import org.jspecify.annotations.Nullable;

/**
 * How reading the file went.
 *
 * @param sampleTable whether the format keeps a table of every sample, so that each missing one is missing for certain
 * @param keepsTimes whether the format records times, or only counts frames
 * @param declaredMicros the duration that the file announces
 * @param trouble why reading stopped before the end, or what is cut off; null when it did not
 * @param raggedEnd in words, for a format that may be cut anywhere; null when its last unit is whole
 */
public record Reading(
        boolean sampleTable,
        boolean keepsTimes,
        @Nullable Long declaredMicros,
        @Nullable String trouble,
        @Nullable String raggedEnd) {}
