/** The {@code unbroken} command. */
@NullMarked
package org.unbroken.deploy;

import org.jspecify.annotations.NullMarked;
