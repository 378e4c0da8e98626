/** The kinds of value a rule has, and which of two values is the stricter. */
@NullMarked
package org.unbroken.storage.rules.type;

import org.jspecify.annotations.NullMarked;
