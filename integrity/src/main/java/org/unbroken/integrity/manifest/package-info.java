/** The manifest: what one recording was when it was sealed. */
@NullMarked
package org.unbroken.integrity.manifest;

import org.jspecify.annotations.NullMarked;
