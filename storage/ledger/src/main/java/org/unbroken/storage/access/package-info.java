/** Who may do what: bearer tokens, roles, and what each role may call. */
@NullMarked
package org.unbroken.storage.access;

import org.jspecify.annotations.NullMarked;
