/** Signed notes after C2SP signed-note, with Ed25519, ML-DSA-44 and SM2 keys. */
@NullMarked
package org.unbroken.integrity.note;

import org.jspecify.annotations.NullMarked;
