package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.deploy.scaleout.ClusterNode;

/** Runs a process of a cluster until it is told to end. */
final class NodeRunner {
    private static final Logger log = LoggerFactory.getLogger(NodeRunner.class);

    private NodeRunner() {}

    static int run(ClusterNode node, PrintWriter out) throws Exception {
        try {
            node.start();
        } catch (Exception e) {
            // Threads of half a node (Netty's, Kafka's) would keep the process alive.
            try {
                node.close();
            } catch (Exception closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node, ended), "shutdown"));
        node.addresses().forEach(out::println);
        out.flush();
        ended.await();
        return 0;
    }

    private static void end(ClusterNode node, CountDownLatch ended) {
        int code = 0;
        try {
            node.close();
            log.atInfo().log("ended");
        } catch (Exception e) {
            // Nothing acknowledged rests on a clean end.
            log.atError().setCause(e).log("did not end cleanly");
            code = 2;
        }
        ended.countDown();
        // An asked-for end is no failure: without this the JVM would report the signal (143).
        Runtime.getRuntime().halt(code);
    }
}
