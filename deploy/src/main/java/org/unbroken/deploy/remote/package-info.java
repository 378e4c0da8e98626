/** Asking a server's console from afar, believing nothing it says that is not proved. */
@NullMarked
package org.unbroken.deploy.remote;

import org.jspecify.annotations.NullMarked;
