/** Processes that outlive the command that started them, found again by what is noted of them. */
@NullMarked
package org.unbroken.deploy.cluster.process;

import org.jspecify.annotations.NullMarked;
