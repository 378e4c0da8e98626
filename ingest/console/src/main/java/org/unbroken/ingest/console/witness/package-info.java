/** The addresses of a witness, C2SP tlog-witness. */
@NullMarked
package org.unbroken.ingest.console.witness;

import org.jspecify.annotations.NullMarked;
