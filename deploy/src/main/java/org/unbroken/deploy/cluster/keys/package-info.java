/** Keys by which the foreign programs of a cluster know each other: made on the spot, signed by nobody else. */
@org.jspecify.annotations.NullMarked
package org.unbroken.deploy.cluster.keys;
