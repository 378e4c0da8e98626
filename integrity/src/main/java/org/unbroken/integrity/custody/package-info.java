/** Entries. */
@NullMarked
package org.unbroken.integrity.custody;

import org.jspecify.annotations.NullMarked;
