/** Footage looked at beside FFmpeg's own tools: what the rules find in edited files, and how fast packets are listed. */
@NullMarked
package org.unbroken.benchmarks.footage;

import org.jspecify.annotations.NullMarked;
