/** The verifier: a file in hand against its manifest and receipt, and nothing taken on trust but keys. */
@NullMarked
package org.unbroken.integrity.verify;

import org.jspecify.annotations.NullMarked;
