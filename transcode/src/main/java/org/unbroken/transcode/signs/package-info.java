/** Signs of removal and joining that the coding of pictures and sound keeps, gathered while packets pass by. */
@NullMarked
package org.unbroken.transcode.signs;

import org.jspecify.annotations.NullMarked;
