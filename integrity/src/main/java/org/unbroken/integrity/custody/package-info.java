/** Custody entries, the leaves of the log, and the details they stand for. */
@NullMarked
package org.unbroken.integrity.custody;

import org.jspecify.annotations.NullMarked;
