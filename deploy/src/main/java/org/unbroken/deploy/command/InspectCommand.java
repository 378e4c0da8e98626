package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.unbroken.deploy.terminal.Amounts;
import org.unbroken.deploy.terminal.Table;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.StreamInfo;
import org.unbroken.transcode.StreamKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        description = "Says what a file is and how its timeline runs, without decoding it.",
        footerHeading = "%nExamples:%n",
        footer = {"  unbroken inspect clip.mp4", "  unbroken inspect clip.mp4 --json"})
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Any file.")
    private Path file;

    @Option(names = "--json", description = "Print the analysis as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("not a file: " + file);
        }
        Inspection inspection;
        try (ScratchWorkers workers = ScratchWorkers.start()) {
            inspection = workers.media().inspect(file);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(inspection.toJson().text());
        } else {
            print(inspection, out);
        }
        out.flush();
        return 0;
    }

    private static void print(Inspection inspection, PrintWriter out) {
        out.println("type         " + inspection.type());
        out.println("description  " + inspection.description().word()
                + (inspection.reason() == null ? "" : ": " + inspection.reason()));
        Long duration = inspection.durationMicros();
        if (duration != null) {
            out.println("duration     " + Amounts.micros(duration));
        }
        if (!inspection.streams().isEmpty()) {
            Table streams = new Table("stream", "codec", "what", "frames", "declared", "duration");
            for (StreamInfo stream : inspection.streams()) {
                Long declared = stream.framesDeclared();
                streams.row(
                        stream.label(),
                        stream.codec(),
                        what(stream),
                        Long.toString(stream.framesCounted()),
                        declared == null ? "" : declared.toString(),
                        Amounts.micros(stream.durationMicros()));
            }
            out.println();
            streams.lines().forEach(out::println);
        }
        out.println();
        inspection
                .metadata()
                .toJson()
                .members()
                .forEach((name, value) -> out.println("metadata     " + name + " = " + plain(value)));
        out.println("continuity   " + inspection.continuity().verdict().word());
        out.println("editing      " + inspection.continuity().editing().word().replace('_', ' '));
        inspection
                .continuity()
                .findings()
                .forEach(finding -> out.println("finding      " + finding.kind() + " in "
                        + finding.stream() + " at " + Amounts.micros(finding.atMicros()) + ", "
                        + Amounts.micros(finding.lengthMicros()) + " long, "
                        + finding.weight().word() + ": "
                        + finding.detail() + " [" + finding.rule() + "]"));
    }

    private static String what(StreamInfo stream) {
        if (stream.kind() == StreamKind.VIDEO) {
            return stream.width() + "x" + stream.height()
                    + (stream.rotationDegrees() == 0 ? "" : " turned " + stream.rotationDegrees() + "°");
        }
        if (stream.kind() == StreamKind.AUDIO) {
            return stream.sampleRate() + " Hz, " + stream.channels() + " ch";
        }
        return "";
    }

    /** What the file says of itself may hold control sequences: the terminal gets none. */
    private static String plain(Json value) {
        String text = value instanceof JsonString string
                ? string.value()
                : value instanceof JsonInteger number ? Long.toString(number.value()) : value.text();
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
