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
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "label",
        description =
                "Adds and corrects labels of recordings; without --set and --remove, shows them with their history.",
        footerHeading = "%nLabels:%n",
        footer = {
            "  officer unit case party place matter name category stage kind evidence patrol colleagues",
            "  handed_in_by list list_signed_by list_signed_on",
            "",
            "Example:",
            "  unbroken label --server http://127.0.0.1:8080 --set case=K-1 --set stage=survey 01a1ffcd-…"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class LabelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORDING", arity = "1..*", description = "Ids of recordings.")
    private List<String> recordings = new ArrayList<>();

    @Option(names = "--set", paramLabel = "LABEL=TEXT", description = "What the label is to say. Repeatable.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--remove", paramLabel = "LABEL", description = "A label to take away. Repeatable.")
    private List<String> remove = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; needed where a label that is there changes.")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--json", description = "Print the server's answers, one a line.")
    private boolean json;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConsoleClient client = server.client();
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Json> labels = new LinkedHashMap<>();
        set.forEach((name, value) -> labels.put(name, new JsonString(value)));
        remove.forEach(name -> labels.put(name, JsonNull.NULL));
        for (String id : recordings) {
            String path = ConsoleAddress.recording(id, "/labels");
            JsonObject answer = labels.isEmpty()
                    ? client.json(path)
                    : client.post(
                            path,
                            JsonObject.builder()
                                    .put(
                                            "labels",
                                            JsonObject.builder().putAll(labels).build())
                                    .putIfPresent("reason", reason)
                                    .build());
            if (json) {
                out.println(answer.text());
            } else {
                print(out, answer, labels.isEmpty());
            }
        }
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, JsonObject answer, boolean withHistory) {
        out.println("recording " + answer.string("recording"));
        answer.object("labels")
                .members()
                .forEach((name, value) -> out.println("  " + name + " = " + Printed.text(value)));
        if (withHistory) {
            for (JsonObject change : answer.array("history").objects()) {
                out.println("  " + change.string("at") + " " + Printed.who(change)
                        + change.findString("reason")
                                .map(why -> " (" + why + ")")
                                .orElse(""));
                change.object("labels")
                        .members()
                        .forEach((name, value) -> out.println("    " + name + " = " + Printed.text(value)));
            }
        }
    }
}
