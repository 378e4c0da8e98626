package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "device",
        description = {
            "An agency's cameras: issued to whom, handed back, checked before use, lent, lost. With a list of cameras, footage"
                    + " of one that was not issued is a finding.",
            "list and show ask; issue, return, check, lend and lose enter what happened in the log."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken device issue cam-7 --holder 031882 --unit 二中队 --check battery=ok --check clock=ok --server …",
            "  unbroken device return cam-7 --server http://127.0.0.1:8080",
            "  unbroken device list --server http://127.0.0.1:8080"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DeviceCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "WHAT", description = "list, show, issue, return, check, lend or lose.")
    private String what;

    @Parameters(index = "1", arity = "0..1", paramLabel = "CAMERA", description = "The camera's number.")
    private Optional<String> camera = Optional.empty();

    @Option(names = "--agency", paramLabel = "AGENCY", description = "Whose; needed where the token is bound to none.")
    private Optional<String> agency = Optional.empty();

    @Option(names = "--holder", paramLabel = "OFFICER", description = "issue, lend: to whom.")
    private Optional<String> holder = Optional.empty();

    @Option(names = "--unit", paramLabel = "UNIT", description = "The holder's.")
    private Optional<String> unit = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "lend, lose: why, or how.")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--since", paramLabel = "TIME", description = "When it happened; without it, now.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--check",
            paramLabel = "WHAT=ok|not-ok",
            description = "battery, space, clock or fault, as it was found before use.")
    private Map<String, String> checks = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print the server's answer.")
    private boolean json;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConsoleClient client = server.client();
        String whose = agency.map(name -> "?agency=" + name).orElse("");
        JsonObject answer =
                switch (what) {
                    case "list" -> all(client);
                    case "show" -> client.json("api/devices/" + camera() + whose);
                    case "issue", "return", "check", "lend", "lose" ->
                        client.post("api/devices/" + camera() + "/" + what, body());
                    default -> throw new CommandFailure(what + ": one of list, show, issue, return, check, lend, lose");
                };
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.text());
        } else if (what.equals("list")) {
            answer.array("devices").objects().forEach(each -> out.println(line(each)));
        } else {
            out.println(line(answer));
            answer.findArray("events").ifPresent(events -> events.objects()
                    .forEach(each -> out.println("  " + each.string("since") + "  " + each.string("event") + "  "
                            + each.findString("holder").orElse("") + "  "
                            + each.findString("reason").orElse(""))));
        }
        out.flush();
        return 0;
    }

    /** Page by page, as one answer. */
    private JsonObject all(ConsoleClient client) throws Exception {
        List<Json> devices = new ArrayList<>();
        String after = "";
        JsonObject page;
        do {
            page = client.json("api/devices?limit=1000"
                    + agency.map(name -> "&agency=" + ConsoleAddress.encoded(name))
                            .orElse("")
                    + after);
            devices.addAll(page.array("devices").items());
            after = text(page, "next");
            after = after.isEmpty() ? "" : "&after=" + ConsoleAddress.encoded(after);
        } while (!after.isEmpty());
        return page.with()
                .put("devices", new JsonArray(devices))
                .put("next", JsonNull.NULL)
                .build();
    }

    private String camera() throws CommandFailure {
        String name = camera.orElseThrow(() -> new CommandFailure(what + ": which camera?"));
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new CommandFailure(name + ": a camera's number is 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
        }
        return name;
    }

    private JsonObject body() {
        JsonObject.Builder body = JsonObject.builder()
                .putIfPresent("agency", agency)
                .putIfPresent("holder", holder)
                .putIfPresent("unit", unit)
                .putIfPresent("reason", reason)
                .putIfPresent("since", since);
        if (!checks.isEmpty()) {
            JsonObject.Builder looked = JsonObject.builder();
            checks.forEach(looked::put);
            body.put("checks", looked.build());
        }
        return body.build();
    }

    private static String line(JsonObject device) {
        return device.string("camera") + "  " + device.string("state") + "  " + text(device, "since") + "  "
                + text(device, "holder") + "  " + text(device, "unit");
    }

    /** Null, where nobody said. */
    private static String text(JsonObject json, String name) {
        try {
            return json.findString(name).orElse("");
        } catch (IllegalArgumentException isNull) {
            return "";
        }
    }
}
