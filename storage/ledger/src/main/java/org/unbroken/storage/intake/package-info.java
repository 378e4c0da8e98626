/** What the cameras' door remembers: upload sessions, and the landings of completed ones. */
@NullMarked
package org.unbroken.storage.intake;

import org.jspecify.annotations.NullMarked;
