/** Log. */
@NullMarked
package org.unbroken.integrity.log;

import org.jspecify.annotations.NullMarked;
