/** A witness of other logs, C2SP tlog-witness: what it has seen of each, and what it cosigns and refuses. */
@NullMarked
package org.unbroken.storage.witness;

import org.jspecify.annotations.NullMarked;
