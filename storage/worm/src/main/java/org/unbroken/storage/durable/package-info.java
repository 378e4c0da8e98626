/** The one place where things are made durable: temp, fsync, rename, fsync of the directory. */
@NullMarked
package org.unbroken.storage.durable;

import org.jspecify.annotations.NullMarked;
