/** Time-stamps of foreign authorities (RFC 3161) and the evidence records that keep them good (RFC 4998). */
@NullMarked
package org.unbroken.integrity.stamp;

import org.jspecify.annotations.NullMarked;
