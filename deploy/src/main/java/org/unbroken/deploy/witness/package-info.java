/** The process of a witness. */
@NullMarked
package org.unbroken.deploy.witness;

import org.jspecify.annotations.NullMarked;
