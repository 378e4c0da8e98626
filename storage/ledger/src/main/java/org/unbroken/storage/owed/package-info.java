/** What a rulebook wants and a recording, a case or an agency lacks: worked out with each question, kept nowhere. */
@NullMarked
package org.unbroken.storage.owed;

import org.jspecify.annotations.NullMarked;
