/** Packet times of one file and the rules that read them; plain Java, no media library. Not for use by other modules. */
@NullMarked
package org.unbroken.transcode.timeline;

import org.jspecify.annotations.NullMarked;
