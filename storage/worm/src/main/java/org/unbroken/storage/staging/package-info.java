/** Where bytes lie while they arrive. */
@NullMarked
package org.unbroken.storage.staging;

import org.jspecify.annotations.NullMarked;
