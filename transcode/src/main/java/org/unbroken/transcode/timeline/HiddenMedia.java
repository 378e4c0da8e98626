package org.unbroken.transcode.timeline;

/**
 * What an edit list keeps from being shown.
 *
 * @param beforeMicros media before the first moment shown, beyond what decoding needs
 * @param afterMicros media after the last moment shown
 * @param edits how many stretches of media the list plays
 * @param shownMicros how long the list plays; 0 where it does not say
 */
public record HiddenMedia(long beforeMicros, long afterMicros, int edits, long shownMicros) {}
