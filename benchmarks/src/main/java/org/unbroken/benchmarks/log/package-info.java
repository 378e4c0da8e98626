/** The custody log at full size: entries a second, and proofs from very many of them. */
@NullMarked
package org.unbroken.benchmarks.log;

import org.jspecify.annotations.NullMarked;
