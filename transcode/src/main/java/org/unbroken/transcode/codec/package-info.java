/** The syntax of coded pictures and sound, as far as it tells what came before and after. Nothing is decoded. */
@NullMarked
package org.unbroken.transcode.codec;

import org.jspecify.annotations.NullMarked;
