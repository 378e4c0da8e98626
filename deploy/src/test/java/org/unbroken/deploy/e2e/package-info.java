/** The whole, as its users meet it: real processes, real sockets, real kills. What is asserted is what others can see. */
@NullMarked
package org.unbroken.deploy.e2e;

import org.jspecify.annotations.NullMarked;
