/** Small bounded readers of container bytes: type, boxes, transport packets, EXIF. Not for use by other modules. */
@NullMarked
package org.unbroken.transcode.container;

import org.jspecify.annotations.NullMarked;
