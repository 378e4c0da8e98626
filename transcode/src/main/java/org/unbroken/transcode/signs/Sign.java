package org.unbroken.transcode.signs;

import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

/** What a rule noticed in one stream, in the stream's own time; becomes a finding once the file's beginning is known. */
public record Sign(FindingKind kind, long atMicros, long lengthMicros, Weight weight, String detail, String rule) {}
