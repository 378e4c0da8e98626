/** How long recordings are kept, and how they go: holds, longer retention, disposal. */
@NullMarked
package org.unbroken.storage.keeping;

import org.jspecify.annotations.NullMarked;
