package org.unbroken.transcode.container;

/**
 * One track's edit list, reduced to what matters here (ISO/IEC 14496-12 section 8.6.6).
 *
 * @param trackId as in {@code tkhd}
 * @param emptyMicros silence or blackness before the first edit
 * @param mediaStartMicros where in the track's own time the first shown moment lies
 * @param shownMicros how much media all edits play together; 0 in a fragmented file means all
 * @param edits how many of them play media
 */
public record EditList(long trackId, long emptyMicros, long mediaStartMicros, long shownMicros, int edits) {}
