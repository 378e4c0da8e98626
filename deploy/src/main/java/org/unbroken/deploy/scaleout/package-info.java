/** The processes of a cluster, each assembled from the parts that its role needs. */
@NullMarked
package org.unbroken.deploy.scaleout;

import org.jspecify.annotations.NullMarked;
