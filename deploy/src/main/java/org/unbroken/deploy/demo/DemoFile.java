package org.unbroken.deploy.demo;

import java.nio.file.Path;
import org.unbroken.deploy.dock.DockOrder;

/**
 * A recording on its way into the demo.
 *
 * @param order what its dock does with it
 * @param sizeBytes of the file
 * @param breakAt after so many bytes the line is cut once and the upload resumed; 0 for never
 * @param interrupted whether a span was left out on purpose: the description has to find that
 */
record DemoFile(DockOrder order, long sizeBytes, long breakAt, boolean interrupted) {
    String camera() {
        return order.camera();
    }

    String name() {
        return order.file().getFileName().toString();
    }

    Path file() {
        return order.file();
    }
}
