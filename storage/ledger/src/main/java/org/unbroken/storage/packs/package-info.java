/** The documents of a log segment's entries in one file: what makes a rebuild fast, and is never trusted. */
@NullMarked
package org.unbroken.storage.packs;

import org.jspecify.annotations.NullMarked;
