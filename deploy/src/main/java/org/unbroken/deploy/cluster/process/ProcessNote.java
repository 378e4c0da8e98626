package org.unbroken.deploy.cluster.process;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;

/**
 * What is noted of a process that was started. No secret is in a command, and so none is in here.
 *
 * @param identity empty when it had ended before anybody could look
 */
public record ProcessNote(
        String name,
        Optional<ProcessIdentity> identity,
        Instant at,
        List<String> command,
        List<Integer> ports,
        Path log) {
    public ProcessNote {
        command = List.copyOf(command);
        ports = List.copyOf(ports);
    }

    byte[] bytes() {
        JsonObject.Builder json = JsonObject.builder()
                .put("name", name)
                .put("at", at.toString())
                .put("command", JsonArray.ofStrings(command))
                .put(
                        "ports",
                        new JsonArray(ports.stream().<Json>map(JsonInteger::new).toList()))
                .put("log", log.toString());
        identity.ifPresent(process -> json.put("pid", process.pid())
                .put("started_ticks", process.startedTicks())
                .put("boot", process.bootId()));
        return json.build().canonical();
    }

    /** Throws {@link org.unbroken.integrity.json.JsonException} for what is no note. */
    static ProcessNote parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes);
        return new ProcessNote(
                json.string("name"),
                json.findInteger("pid")
                        .map(pid -> new ProcessIdentity(pid, json.integer("started_ticks"), json.string("boot"))),
                Instant.parse(json.string("at")),
                json.array("command").strings(),
                json.array("ports").items().stream()
                        .map(port -> Integer.valueOf(port.text()))
                        .toList(),
                Path.of(json.string("log")));
    }
}
