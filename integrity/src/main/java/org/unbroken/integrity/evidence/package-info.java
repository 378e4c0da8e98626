/** Evidence bundles: BagIt bags (RFC 8493) that prove recordings offline. Written here, and read and verified here. */
@NullMarked
package org.unbroken.integrity.evidence;

import org.jspecify.annotations.NullMarked;
