/** The whole scale-out on one machine: real components as plain processes, for evaluation and for tests. */
@NullMarked
package org.unbroken.deploy.cluster;

import org.jspecify.annotations.NullMarked;
