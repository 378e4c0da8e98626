/**
 * Rulebooks: what a regulation asks of the system, as data. Everything here computes and nothing reaches outside, but for
 * the resources beside it and the files that {@link org.unbroken.storage.rules.RulebookShelf} is told to read.
 */
@NullMarked
package org.unbroken.storage.rules;

import org.jspecify.annotations.NullMarked;
