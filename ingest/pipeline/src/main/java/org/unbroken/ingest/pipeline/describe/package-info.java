/** The describe job: what a recording shows, whether it is continuous, and how it joins its camera's history. */
@NullMarked
package org.unbroken.ingest.pipeline.describe;

import org.jspecify.annotations.NullMarked;
