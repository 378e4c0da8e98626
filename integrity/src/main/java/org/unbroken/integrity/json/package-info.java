/** RFC 8785 canonical JSON, and the small part of JSON that is ever hashed. */
@NullMarked
package org.unbroken.integrity.json;

import org.jspecify.annotations.NullMarked;
