/** Small documents that several processes change, one at a time. */
@NullMarked
package org.unbroken.storage.shared;

import org.jspecify.annotations.NullMarked;
