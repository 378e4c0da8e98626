/** Documents about who asked for footage and who saw it: the register (调阅登记) and the retrieval form (调用单). */
@NullMarked
package org.unbroken.ingest.console.register;

import org.jspecify.annotations.NullMarked;
