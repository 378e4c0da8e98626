/** What a rulebook wants done by when, for one recording. */
@NullMarked
package org.unbroken.storage.rules.deadline;

import org.jspecify.annotations.NullMarked;
