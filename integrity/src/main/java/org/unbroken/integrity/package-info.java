/** What every record of Unbroken is named and dated by. */
@NullMarked
package org.unbroken.integrity;

import org.jspecify.annotations.NullMarked;
