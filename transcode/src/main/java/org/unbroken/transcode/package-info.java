/**
 * What a recording shows, found out without trusting it: type, streams, timeline, pictures, proxy. Everything that
 * parses media runs in worker processes; this package is what the rest of the system sees of them.
 */
@NullMarked
package org.unbroken.transcode;

import org.jspecify.annotations.NullMarked;
