/** The worker process: reads job requests on standard input, answers on standard output. Not for use by other modules. */
@NullMarked
package org.unbroken.transcode.worker;

import org.jspecify.annotations.NullMarked;
