package org.unbroken.deploy.cluster.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be run.
 *
 * @param environment beyond this process's own
 * @param ports on which it will listen; for people who look
 * @param log where its output is appended
 */
public record ProcessOrder(
        String name, List<String> command, Map<String, String> environment, List<Integer> ports, Path log) {
    public ProcessOrder {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,40}")) {
            throw new IllegalArgumentException("process name \"" + name + "\": a-z, 0-9 and '-'");
        }
        if (command.isEmpty()) {
            throw new IllegalArgumentException(name + ": no command");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
    }
}
