/** What whoever leads the log does about its published checkpoints, so that others vouch for them. */
@NullMarked
package org.unbroken.storage.attest;

import org.jspecify.annotations.NullMarked;
