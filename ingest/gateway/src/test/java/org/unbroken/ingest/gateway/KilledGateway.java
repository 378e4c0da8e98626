package org.unbroken.ingest.gateway;

import java.nio.file.Path;

/** A gateway in a process of its own, to be killed. Prints its port. */
final class KilledGateway {
    private KilledGateway() {}

    public static void main(String[] arguments) throws Exception {
        GatewayRig rig = new GatewayRig(Path.of(arguments[0])).start();
        System.out.println("port " + rig.server.uri().getPort());
        System.out.flush();
        // Until it is killed, or its parent is gone and with it the other end of standard input.
        while (System.in.read() >= 0) {}
        System.exit(0);
    }
}
