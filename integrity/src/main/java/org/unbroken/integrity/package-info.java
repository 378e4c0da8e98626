/** What proves a recording. */
@NullMarked
package org.unbroken.integrity;

import org.jspecify.annotations.NullMarked;
