/** The running audit: every stored object looked at again and again, under a budget, and put right where that can be done. */
@NullMarked
package org.unbroken.storage.audit;

import org.jspecify.annotations.NullMarked;
