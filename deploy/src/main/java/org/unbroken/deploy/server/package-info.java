/** The assembled server. */
@NullMarked
package org.unbroken.deploy.server;

import org.jspecify.annotations.NullMarked;
