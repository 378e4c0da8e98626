/** Time-stamps of the log's checkpoints, and the evidence records that keep them good. */
@NullMarked
package org.unbroken.storage.stamps;

import org.jspecify.annotations.NullMarked;
