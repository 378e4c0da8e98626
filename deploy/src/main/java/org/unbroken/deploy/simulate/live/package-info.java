/** A docking curve played against a running system with small files, over the cameras' own door. */
@NullMarked
package org.unbroken.deploy.simulate.live;

import org.jspecify.annotations.NullMarked;
