/** Cosignatures on the published checkpoint: the log's own of other algorithms, and those of witnesses. */
@NullMarked
package org.unbroken.storage.attest;

import org.jspecify.annotations.NullMarked;
