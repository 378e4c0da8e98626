package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.terminal.Amounts;
import org.unbroken.integrity.json.JsonObject;

/** A running audit's report, for people. What it says is the server's word. */
final class AuditStatusText {
    private AuditStatusText() {}

    /** Returns the exit code: 1 for damage, 2 while there is no complete round of looking whether everything is there. */
    static int print(JsonObject report, PrintWriter out, boolean json) {
        if (json) {
            out.println(report.text());
        } else {
            sweep("presence", report.object("presence"), out);
            sweep("bytes", report.object("bytes"), out);
            report.findObject("log").ifPresent(log -> out.println("log: " + log(log)));
            for (String kind : List.of("changed", "missing", "untracked")) {
                report.array(kind).objects().forEach(finding -> out.println(line(kind, finding)));
            }
            report.array("unread")
                    .objects()
                    .forEach(unread -> out.println(
                            "unread " + unread.string("recording") + ": " + plain(unread.string("message"))));
            JsonObject overdue = report.object("overdue");
            overdue.array("recordings")
                    .objects()
                    .forEach(each -> out.println("overdue " + each.string("recording") + ": " + each.string("state")
                            + " since " + each.string("received_at")));
            report.findInteger("withheld")
                    .filter(count -> count > 0)
                    .ifPresent(count -> out.println(count + " more, of recordings that this token is not told of"));
            out.println(verdict(report, overdue.integer("count")));
        }
        out.flush();
        if (report.bool("damaged")) {
            return 1;
        }
        return isComplete(report) ? 0 : 2;
    }

    private static boolean isComplete(JsonObject report) {
        JsonObject presence = report.object("presence");
        return presence.findString("ended").isPresent()
                || presence.findString("last_complete").isPresent();
    }

    private static String verdict(JsonObject report, long overdue) {
        String late = overdue == 0 ? "" : "; " + overdue + " recordings are not sealed and overdue";
        if (report.bool("damaged")) {
            return "not intact" + late;
        }
        return (isComplete(report) ? "no damage found" : "cannot tell: no round is complete yet") + late;
    }

    private static String log(JsonObject log) {
        return log.findString("last_complete")
                .map(ended -> log.integer("entries") + " entries read, last complete " + ended)
                .orElseGet(() -> log.string("state"));
    }

    private static void sweep(String name, JsonObject sweep, PrintWriter out) {
        Optional<Long> round = sweep.findInteger("round");
        if (round.isEmpty()) {
            out.println(name + ": " + sweep.string("state"));
            return;
        }
        JsonObject done = sweep.object("checked");
        JsonObject total = sweep.object("total");
        out.println(name + ": round " + round.get() + " " + sweep.string("state") + ", "
                + sweep.integer("coverage_percent") + " % done: " + done.integer("recordings") + " of "
                + total.integer("recordings") + " recordings, " + done.integer("objects") + " objects, "
                + Amounts.bytes(done.integer("bytes")) + " of " + Amounts.bytes(total.integer("bytes")));
        sweep.findObject("oldest_unchecked")
                .ifPresent(oldest -> out.println("  unchecked for the longest time: "
                        + oldest.findString("recording").orElse("one that this token is not told of") + ", "
                        + (oldest.bool("ever_checked") ? "last checked " : "never checked, arrived ")
                        + oldest.string("since")));
    }

    private static String line(String kind, JsonObject finding) {
        return plain(kind + " " + finding.string("object") + ": " + finding.string("message") + " (found "
                + finding.string("found_at") + ")"
                + finding.findString("repair")
                        .map(words -> "; not restored: " + words)
                        .orElse(""));
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
