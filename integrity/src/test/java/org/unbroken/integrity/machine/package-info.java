/** What tests need of the machine that they run on. */
@NullMarked
package org.unbroken.integrity.machine;

import org.jspecify.annotations.NullMarked;
