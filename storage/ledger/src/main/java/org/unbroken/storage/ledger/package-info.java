/** The index over log and store that answers the API. */
@NullMarked
package org.unbroken.storage.ledger;

import org.jspecify.annotations.NullMarked;
