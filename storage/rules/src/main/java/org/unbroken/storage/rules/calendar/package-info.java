/** China's working days, as the yearly notices set them, and when a term that began ends. */
@NullMarked
package org.unbroken.storage.rules.calendar;

import org.jspecify.annotations.NullMarked;
