package org.unbroken.deploy.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Option;

/** What there is to say of a case. */
final class CaseMembersOptions {
    @Option(names = "--party", paramLabel = "NAME", description = "当事人. Repeatable; all of them at once.")
    private List<String> parties = new ArrayList<>();

    @Option(names = "--handler", paramLabel = "NAME", description = "承办人. Repeatable; all of them at once.")
    private List<String> handlers = new ArrayList<>();

    @Option(names = "--unit", paramLabel = "NAME", description = "承办单位.")
    private Optional<String> unit = Optional.empty();

    @Option(names = "--place", paramLabel = "TEXT", description = "Where.")
    private Optional<String> place = Optional.empty();

    @Option(names = "--matter", paramLabel = "TEXT", description = "案由.")
    private Optional<String> matter = Optional.empty();

    @Option(names = "--stage", paramLabel = "TEXT", description = "Which step of the procedure it is at.")
    private Optional<String> stage = Optional.empty();

    @Option(names = "--class", paramLabel = "WORD", description = "Such as general-procedure-penalty.")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--registered", paramLabel = "TIME", description = "立案.")
    private Optional<String> registered = Optional.empty();

    @Option(names = "--started", paramLabel = "TIME", description = "Where enforcement began before its papers: when.")
    private Optional<String> started = Optional.empty();

    @Option(names = "--approved", paramLabel = "TIME", description = "When those papers followed.")
    private Optional<String> approved = Optional.empty();

    @Option(names = "--decided", paramLabel = "TIME", description = "作出决定.")
    private Optional<String> decided = Optional.empty();

    @Option(names = "--act-ended", paramLabel = "TIME", description = "执法行为终结.")
    private Optional<String> actEnded = Optional.empty();

    @Option(
            names = "--step",
            paramLabel = "WORD",
            description =
                    "A step of the rulebook's list that the case had. Repeatable; without any, all are asked for.")
    private List<String> steps = new ArrayList<>();

    @Option(
            names = "--paper",
            paramLabel = "NAME,START,END[,STEP]",
            description =
                    "A paper with its times, to be compared with the footage of its step. Repeatable; all at once.")
    private List<String> papers = new ArrayList<>();

    JsonObject.Builder members() throws CommandFailure {
        JsonObject.Builder members = JsonObject.builder()
                .putIfPresent("unit", unit)
                .putIfPresent("place", place)
                .putIfPresent("matter", matter)
                .putIfPresent("stage", stage)
                .putIfPresent("class", kind)
                .putIfPresent("registered", registered)
                .putIfPresent("started", started)
                .putIfPresent("approved", approved)
                .putIfPresent("decided", decided)
                .putIfPresent("act_ended", actEnded);
        list(members, "parties", parties);
        list(members, "handlers", handlers);
        list(members, "steps", steps);
        List<Json> read = new ArrayList<>();
        for (String paper : papers) {
            read.add(paper(paper));
        }
        return read.isEmpty() ? members : members.put("papers", new JsonArray(read));
    }

    private static void list(JsonObject.Builder members, String name, List<String> items) {
        if (!items.isEmpty()) {
            members.put(name, JsonArray.ofStrings(items));
        }
    }

    private static JsonObject paper(String text) throws CommandFailure {
        String[] parts = text.split(",", -1);
        if (parts.length < 3 || parts.length > 4) {
            throw new CommandFailure("--paper " + text + ": NAME,START,END or NAME,START,END,STEP");
        }
        JsonObject.Builder paper = JsonObject.builder()
                .put("name", parts[0])
                .put("start", parts[1])
                .put("end", parts[2]);
        return (parts.length == 4 ? paper.put("step", parts[3]) : paper).build();
    }
}
