/** Evidence bundles made from a server or a data folder. */
@NullMarked
package org.unbroken.deploy.export;

import org.jspecify.annotations.NullMarked;
