/** How long a rulebook wants a recording kept. */
@NullMarked
package org.unbroken.storage.rules.retention;

import org.jspecify.annotations.NullMarked;
