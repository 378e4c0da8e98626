/** How fast log and ledger are made anew from the store. */
@NullMarked
package org.unbroken.benchmarks.rebuild;

import org.jspecify.annotations.NullMarked;
