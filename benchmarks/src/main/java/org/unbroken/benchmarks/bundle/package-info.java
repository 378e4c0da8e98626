/** Evidence bundles: how fast they are verified. */
@NullMarked
package org.unbroken.benchmarks.bundle;

import org.jspecify.annotations.NullMarked;
