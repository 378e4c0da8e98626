/** Starts, watches and stops worker processes. Not for use by other modules. */
@NullMarked
package org.unbroken.transcode.supervise;

import org.jspecify.annotations.NullMarked;
