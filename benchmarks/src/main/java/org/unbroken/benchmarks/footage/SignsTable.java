package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.pipeline.describe.CameraProfile;
import org.unbroken.transcode.Editing;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.MediaWorkers;
import org.unbroken.transcode.Verdict;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.WorkerSettings;

/**
 * What the rules say about footage that nobody edited, and about the same footage edited: the tables in
 * docs/CONTINUITY.md. Arguments: a folder to work in, and one with samples (may be missing).
 *
 * <p>Samples whose names begin with edited_, damaged_, fuzz_ or mislabelled_, or hold _loop, are left out: they are not
 * as a camera wrote them.
 */
public final class SignsTable {
    /** A finding this near to the place of an edit has found it. */
    private static final double NEAR_SECONDS = 1.0;

    private static final List<String> NOT_AS_RECORDED =
            List.of("edited_", "damaged_", "fuzz_", "mislabelled_", "garbage", "zero_");

    private final MediaWorkers workers;
    private final Ffmpeg ffmpeg;
    private final Map<String, Map<Weight, Integer>> alarms = new TreeMap<>();
    private final Map<Edit, Outcome> outcomes = new EnumMap<>(Edit.class);

    private SignsTable(MediaWorkers workers, Ffmpeg ffmpeg) {
        this.workers = workers;
        this.ffmpeg = ffmpeg;
    }

    /** How one kind of edit fared. */
    private static final class Outcome {
        private int files;
        private int interrupted;
        private int signs;
        private int placed;
        private boolean hasPlace;
        private int departsLikely;
        private int departsNoted;
        private final Map<String, Integer> rules = new TreeMap<>();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (MediaWorkers workers = new MediaWorkers(WorkerSettings.defaults(folder.resolve("workers")))) {
            workers.start();
            SignsTable table = new SignsTable(workers, new Ffmpeg(Files.createDirectories(folder.resolve("edits"))));
            List<Path> made = MadeFootage.make(Files.createDirectories(folder.resolve("made")), table.ffmpeg);
            List<Path> found = arguments.length > 1 ? samples(Path.of(arguments[1])) : List.of();
            table.unedited("recorded", found);
            table.unedited("made here", made);
            new ProfileTable(workers, table.ffmpeg).print(Files.createDirectories(folder.resolve("cameras")));
            List<Path> all = new ArrayList<>(found);
            all.addAll(made);
            table.edited(all);
            table.printEdits();
        }
    }

    private static List<Path> samples(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> NOT_AS_RECORDED.stream()
                            .noneMatch(begin -> file.getFileName().toString().startsWith(begin)))
                    .filter(file -> !file.getFileName().toString().contains("_loop")
                            && !file.getFileName().toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private void unedited(String what, List<Path> files) throws IOException, InterruptedException {
        if (files.isEmpty()) {
            return;
        }
        alarms.clear();
        int interrupted = 0;
        int signs = 0;
        long seconds = 0;
        for (Path file : files) {
            Inspection inspection = workers.inspect(file);
            interrupted += inspection.continuity().verdict() == Verdict.INTERRUPTED ? 1 : 0;
            signs += inspection.continuity().editing() == Editing.SIGNS_FOUND ? 1 : 0;
            @Nullable Long micros = inspection.durationMicros();
            seconds += micros == null ? 0 : micros / 1_000_000;
            for (Finding finding : inspection.continuity().findings()) {
                alarms.computeIfAbsent(finding.rule(), rule -> new EnumMap<>(Weight.class))
                        .merge(finding.weight(), 1, Integer::sum);
            }
        }
        System.out.println();
        System.out.println("Unedited, " + what + ": " + files.size() + " files, " + seconds
                + " s. Verdict `interrupted`: " + interrupted + ". Editing `signs_found`: " + signs + ".");
        System.out.println();
        System.out.println("| rule | certain | likely | noted |");
        System.out.println("|---|---|---|---|");
        alarms.forEach((rule, weights) -> System.out.println("| `" + rule + "` | "
                + Stream.of(Weight.CERTAIN, Weight.LIKELY, Weight.NOTED)
                        .map(weight -> Integer.toString(weights.getOrDefault(weight, 0)))
                        .collect(Collectors.joining(" | "))
                + " |"));
    }

    private void edited(List<Path> files) throws IOException, InterruptedException {
        for (Path file : files) {
            @Nullable Footage footage = Footage.of(file, ffmpeg);
            if (footage == null) {
                continue;
            }
            Inspection original = workers.inspect(file);
            for (Edit edit : Edit.values()) {
                Path out = ffmpeg.folder().resolve("edited" + footage.extension());
                Files.deleteIfExists(out);
                double place = edit.make(footage, out, ffmpeg);
                if (place != Edit.IMPOSSIBLE && Files.exists(out)) {
                    Inspection inspection = workers.inspect(out);
                    count(edit, place, inspection, footage.name());
                    departs(edit, original, inspection);
                }
                Files.deleteIfExists(out);
            }
        }
    }

    private void count(Edit edit, double place, Inspection inspection, String name) {
        Outcome outcome = outcomes.computeIfAbsent(edit, unused -> new Outcome());
        List<Finding> telling = inspection.continuity().findings().stream()
                .filter(finding ->
                        finding.weight() != Weight.NOTED && !finding.kind().equals("writer"))
                .toList();
        boolean near = telling.stream()
                .anyMatch(finding -> finding.atMicros() / 1e6 <= place + NEAR_SECONDS
                        && (finding.atMicros() + finding.lengthMicros()) / 1e6 >= place - NEAR_SECONDS);
        outcome.files++;
        outcome.interrupted += inspection.continuity().verdict() == Verdict.INTERRUPTED ? 1 : 0;
        outcome.signs += inspection.continuity().editing() == Editing.SIGNS_FOUND ? 1 : 0;
        outcome.hasPlace |= place != Edit.ANYWHERE;
        outcome.placed += near && place != Edit.ANYWHERE ? 1 : 0;
        telling.stream().map(Finding::rule).distinct().forEach(rule -> outcome.rules.merge(rule, 1, Integer::sum));
        if (System.getenv("SIGNS_EACH") != null) {
            System.err.println(edit + " " + name + " at " + String.format(Locale.ROOT, "%.3f", place) + ": "
                    + inspection.continuity().verdict() + " "
                    + inspection.continuity().editing() + " "
                    + inspection.continuity().findings());
        }
    }

    /** Handed in after nine files of its camera, of each of which no more is known than that it is built like the original. */
    private void departs(Edit edit, Inspection original, Inspection inspection) {
        List<Inspection> history = new ArrayList<>(Collections.nCopies(ProfileTable.HISTORY, original));
        history.add(inspection);
        Outcome outcome = outcomes.computeIfAbsent(edit, unused -> new Outcome());
        CameraProfile.last(history).ifPresent(finding -> {
            outcome.departsLikely += finding.weight() == Weight.NOTED ? 0 : 1;
            outcome.departsNoted += finding.weight() == Weight.NOTED ? 1 : 0;
        });
    }

    private void printEdits() {
        System.out.println();
        System.out.println(
                "| edit | files | `interrupted` | `signs_found` | found within 1 s of the place | departs from its camera's nine files: likely, noted | rules that spoke, certain or likely |");
        System.out.println("|---|---|---|---|---|---|---|");
        outcomes.forEach((edit, outcome) -> System.out.println("| " + edit.words() + " | " + outcome.files + " | "
                + outcome.interrupted + " | " + outcome.signs + " | " + (outcome.hasPlace ? outcome.placed : "–")
                + " | " + outcome.departsLikely + ", " + outcome.departsNoted + " | "
                + outcome.rules.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .map(rule -> "`" + rule.getKey() + "` " + rule.getValue())
                        .collect(Collectors.joining(", "))
                + " |"));
    }
}
