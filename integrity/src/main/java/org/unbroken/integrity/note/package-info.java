/** Signed notes after C2SP signed-note, with Ed25519 keys. */
@NullMarked
package org.unbroken.integrity.note;

import org.jspecify.annotations.NullMarked;
