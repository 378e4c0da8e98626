package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "owed",
        description = {
            "What the agency's rulebook wants, beside deadlines, and is not there: of the agency as a whole, and of its",
            "recordings. Of a case: unbroken case check."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken owed --server http://127.0.0.1:8080 --from 2026-11-01",
            "",
            "Exit 0: nothing is owed. 1: something is. 2: could not run."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class OwedCommand implements Callable<Integer> {
    @Option(names = "--agency", paramLabel = "AGENCY", description = "Whose; needed where the token is bound to none.")
    private Optional<String> agency = Optional.empty();

    @Option(names = "--from", paramLabel = "TIME", description = "Recordings of then and later.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Recordings before then.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--review-sheet",
            description = "Only what somebody who looks footage through has to see and hear in it.")
    private boolean sheet;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConsoleClient client = server.client();
        PrintWriter out = spec.commandLine().getOut();
        String query = agency.map(name -> "agency=" + encoded(name)).orElse("");
        if (sheet) {
            client.json("api/owed/review-sheet?" + query)
                    .array("look_for")
                    .objects()
                    .forEach(question -> print(out, question, "question"));
            out.flush();
            return 0;
        }
        List<JsonObject> whole =
                client.json("api/owed/agency?" + query).array("owed").objects();
        whole.forEach(owed -> print(out, owed, "lacking"));
        long recordings = printRecordings(client, out, query);
        out.flush();
        return whole.isEmpty() && recordings == 0 ? 0 : 1;
    }

    private long printRecordings(ConsoleClient client, PrintWriter out, String query) throws Exception {
        String filter = query
                + from.map(time -> "&from=" + encoded(time)).orElse("")
                + to.map(time -> "&to=" + encoded(time)).orElse("");
        long found = 0;
        Optional<String> after = Optional.empty();
        do {
            JsonObject page = client.json(
                    "api/owed?" + filter + after.map(id -> "&after=" + id).orElse(""));
            for (JsonObject recording : page.array("recordings").objects()) {
                found++;
                out.println(recording.string("recording") + "  " + recording.string("camera"));
                recording.array("owed").objects().forEach(owed -> print(out, owed, "lacking"));
            }
            after = page.find("next").filter(JsonString.class::isInstance).map(next -> ((JsonString) next).value());
        } while (after.isPresent());
        return found;
    }

    private static void print(PrintWriter out, JsonObject one, String said) {
        out.println("  " + text(one, said));
    }

    /** As {@code case check} prints it too. */
    static String text(JsonObject one, String said) {
        List<String> articles = one.array("articles").strings();
        return (articles.isEmpty() ? "" : "第" + String.join("、", articles) + "条 ")
                + one.object(said).string("zh") + " / " + one.object(said).string("en") + "  [" + one.string("setting")
                + "]";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
