/** Secret keys in files, in the clear or under a passphrase. */
@NullMarked
package org.unbroken.storage.keys;

import org.jspecify.annotations.NullMarked;
