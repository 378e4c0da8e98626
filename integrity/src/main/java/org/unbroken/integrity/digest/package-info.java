/** SHA-256 over bytes, chunks and chains of chunks. */
@NullMarked
package org.unbroken.integrity.digest;

import org.jspecify.annotations.NullMarked;
