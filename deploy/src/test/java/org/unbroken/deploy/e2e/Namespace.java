package org.unbroken.deploy.e2e;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace that a process of this machine can be put into as if it were another machine, with a line to the
 * machine room and one to the cameras.
 *
 * <pre>
 * this machine                                    the namespace
 * 10.219.77.1  ubs-room ──────────────────────── ubs-in   10.219.77.2     the machine room's line, which can be cut
 * 10.219.78.1  ubc-room ──────────────────────── ubc-in   10.219.78.2     the cameras' line
 * </pre>
 *
 * Each listens on its own loopback address: relays at both ends of a line join the two, so that no address changes.
 */
final class Namespace implements AutoCloseable {
    private static final String NAME = "unbroken-e2e";
    private static final String ROOM = "10.219.77.";
    private static final String CAMERAS = "10.219.78.";

    private final List<Process> relays = new ArrayList<>();

    private Namespace() {}

    static boolean possible() throws Exception {
        return RootCommand.isRoot() && RootCommand.works("ip", "netns", "list");
    }

    static Namespace make() throws Exception {
        RootCommand.works("ip", "netns", "del", NAME); // left by a run that was killed
        RootCommand.run("ip", "netns", "add", NAME);
        Namespace made = new Namespace();
        try {
            made.inside("ip", "link", "set", "lo", "up");
            made.line("ubs", ROOM);
            made.line("ubc", CAMERAS);
            return made;
        } catch (Throwable e) {
            made.close();
            throw e;
        }
    }

    private void line(String name, String network) throws Exception {
        RootCommand.run(
                "ip", "link", "add", name + "-room", "type", "veth", "peer", "name", name + "-in", "netns", NAME);
        RootCommand.run("ip", "addr", "add", network + "1/24", "dev", name + "-room");
        RootCommand.run("ip", "link", "set", name + "-room", "up");
        inside("ip", "addr", "add", network + "2/24", "dev", name + "-in");
        inside("ip", "link", "set", name + "-in", "up");
    }

    /** Words before a command that is to run in here. */
    static List<String> prefix() {
        return List.of("ip", "netns", "exec", NAME);
    }

    private void inside(String... command) throws Exception {
        List<String> all = new ArrayList<>(prefix());
        all.addAll(List.of(command));
        RootCommand.run(all.toArray(String[]::new));
    }

    /** What listens on these ports of the machine room, on loopback, answers on loopback in here too. */
    void reaches(List<Integer> ports) throws Exception {
        relay(
                List.of(),
                ports.stream()
                        .map(port -> ROOM + "1:" + port + "=127.0.0.1:" + port)
                        .toList());
        relay(
                prefix(),
                ports.stream()
                        .map(port -> "127.0.0.1:" + port + "=" + ROOM + "1:" + port)
                        .toList());
    }

    /** What will listen in here on loopback is reached by the cameras' line: on this address. */
    String reached(List<Integer> ports) throws Exception {
        relay(
                prefix(),
                ports.stream()
                        .map(port -> CAMERAS + "2:" + port + "=127.0.0.1:" + port)
                        .toList());
        return CAMERAS + "2";
    }

    private void relay(List<String> before, List<String> ways) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "-cp", Path.of("target", "test-classes").toAbsolutePath().toString()));
        command.add(Relay.class.getName());
        command.addAll(ways);
        Process relay = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        relays.add(relay);
        // Its one line says that it listens.
        if (relay.inputReader().readLine() == null) {
            throw new AssertionError("the relay did not start: " + command);
        }
    }

    /** Packets to the machine room are lost from now on, and nobody is told. */
    void cut() throws Exception {
        RootCommand.run("ip", "link", "set", "ubs-room", "down");
    }

    void mend() throws Exception {
        RootCommand.run("ip", "link", "set", "ubs-room", "up");
    }

    @Override
    public void close() throws Exception {
        for (Process relay : relays) {
            relay.descendants().forEach(ProcessHandle::destroyForcibly);
            relay.destroyForcibly().waitFor();
        }
        RootCommand.works("ip", "netns", "del", NAME);
    }
}
