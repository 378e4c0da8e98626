/** Objects that are written once and kept: the store of originals, manifests, details and the log. */
@NullMarked
package org.unbroken.storage.worm;

import org.jspecify.annotations.NullMarked;
