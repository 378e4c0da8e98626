/** Capacity on paper: what a day's footage asks of each kind of machine, from measured costs. No I/O. */
@NullMarked
package org.unbroken.deploy.simulate.plan;

import org.jspecify.annotations.NullMarked;
