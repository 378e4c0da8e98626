/** The client of the side-by-side runs: the same for every server. */
@NullMarked
package org.unbroken.benchmarks.load;

import org.jspecify.annotations.NullMarked;
