/** Bundles on discs: split to the size of a medium, each disc verifying alone, put together again. */
@NullMarked
package org.unbroken.integrity.disc;

import org.jspecify.annotations.NullMarked;
