/** A dock's side of an upload: tus, receipts, and the checks before a camera may be wiped. */
@NullMarked
package org.unbroken.deploy.dock;

import org.jspecify.annotations.NullMarked;
