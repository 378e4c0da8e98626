/** The files in deploy/ that are no code. */
@NullMarked
package org.unbroken.deploy.artefacts;

import org.jspecify.annotations.NullMarked;
