/** Notes. */
@NullMarked
package org.unbroken.integrity.note;

import org.jspecify.annotations.NullMarked;
