package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.List;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/** Cases and what is due of them, for people. */
final class CaseText {
    private static final List<String> MEMBERS = List.of(
            "parties",
            "handlers",
            "unit",
            "place",
            "matter",
            "stage",
            "class",
            "registered",
            "started",
            "approved",
            "decided",
            "act_ended",
            "closed",
            "archived",
            "kept_until",
            "steps");

    private CaseText() {}

    static String line(JsonObject file) {
        return file.string("id") + "  " + file.string("state") + "  " + file.string("agency") + "  "
                + file.find("number").map(Printed::text).orElse("?");
    }

    static void print(PrintWriter out, JsonObject file) {
        out.println("case       " + file.string("id"));
        if (file.find("state").isEmpty()) {
            // On a cluster an order is on record before the log's index shows it.
            out.println("entered; it is shown in a moment");
            return;
        }
        out.println("number     " + file.find("number").map(Printed::text).orElse("?"));
        out.println("agency     " + file.string("agency"));
        out.println("state      " + file.string("state"));
        for (String name : MEMBERS) {
            Json value = file.members().getOrDefault(name, JsonNull.NULL);
            if (value != JsonNull.NULL) {
                out.println(String.format("%-11s%s", name, Printed.text(value)));
            }
        }
        for (JsonObject deadline : file.array("deadlines").objects()) {
            out.println(String.format("%-11s%s", deadline.string("duty"), deadline(deadline)));
        }
        file.findArray("history").ifPresent(history -> history.objects()
                .forEach(change -> out.println("  "
                        + change.string("at") + " " + change.string("event") + " " + Printed.who(change)
                        + change.findString("reason")
                                .map(why -> " (" + Printed.text(new JsonString(why)) + ")")
                                .orElse(""))));
    }

    static String deadline(JsonObject deadline) {
        String articles = String.join("、", deadline.array("articles").strings());
        return deadline.string("state")
                + deadline.findString("due").map(due -> ", due " + due).orElse("")
                + (articles.isEmpty() ? "" : ", 第" + articles + "条")
                + (deadline.findObject("basis")
                                .filter(basis -> basis.bool("assumed"))
                                .isPresent()
                        ? ", counted from an assumed moment"
                        : "")
                + (deadline.bool("reason_wanted") ? ", its reason is wanted" : "");
    }

    static void printCheck(PrintWriter out, JsonObject check) {
        out.println("recordings " + check.integer("recordings"));
        for (JsonObject step : check.array("steps").objects()) {
            out.println(String.format(
                    "%-10s %-22s %s",
                    step.string("state"), step.string("step"), Printed.text(new JsonString(step.string("said")))));
        }
        for (JsonObject paper : check.array("papers").objects()) {
            out.println(String.format(
                    "%-10s %s%s",
                    paper.string("state"),
                    Printed.text(new JsonString(paper.object("paper").string("name"))),
                    paper.findInteger("start_apart_s")
                            .map(seconds -> ": footage starts " + seconds + " s, ends " + paper.integer("end_apart_s")
                                    + " s after the paper")
                            .orElse("")));
        }
        check.array("owed").objects().forEach(owed -> out.println("owed       " + OwedCommand.text(owed, "lacking")));
        List<String> without = check.array("without_stage").strings();
        without.forEach(id -> out.println("no stage   " + id));
        out.println(check.bool("complete") ? "complete" : "not complete");
    }
}
