/** One line an event. */
@NullMarked
package org.unbroken.deploy.logs;

import org.jspecify.annotations.NullMarked;
