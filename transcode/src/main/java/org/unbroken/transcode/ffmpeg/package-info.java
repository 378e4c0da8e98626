/** The C API of FFmpeg, held to what the worker allows. Loaded in worker processes only. */
@NullMarked
package org.unbroken.transcode.ffmpeg;

import org.jspecify.annotations.NullMarked;
