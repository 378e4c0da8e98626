/** The Merkle log of RFC 6962: hashing, tiles, growth, proofs, checkpoints and receipts. */
@NullMarked
package org.unbroken.integrity.log;

import org.jspecify.annotations.NullMarked;
