/** What the server can be told, and the folder it works in. */
@NullMarked
package org.unbroken.deploy.config;

import org.jspecify.annotations.NullMarked;
