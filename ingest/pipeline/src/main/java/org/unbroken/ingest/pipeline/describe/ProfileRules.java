package org.unbroken.ingest.pipeline.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Weight;

/**
 * Holds each file's structure against how its camera built its files before. What a camera keeps up over several files in
 * a row is its way of building files from then on: a new firmware, a new setting.
 */
final class ProfileRules {
    static final String PROFILE_DEPARTURE = "profile_departure";
    static final String PROFILE_CHANGE = "profile_change";

    /** A structure is the camera's own when a file and this many more in a row have it. */
    static final int LASTING = 3;
    /** With fewer files to rest on, a departure is only noted. */
    static final int LITTLE = 8;

    private static final int MOST_NAMED = 4;

    /** Files in a row that agree. {@code structure} has what any of them tells. */
    private record Stretch(List<TakeFacts> files, Structure structure) {
        boolean lasting() {
            return files.size() > LASTING;
        }
    }

    private final Function<TakeFacts, Structure> structures;
    private final Map<String, Finding> findings = new HashMap<>();

    /** {@code ordered}: the camera's recordings as {@link CameraOrder} puts them. */
    ProfileRules(List<TakeFacts> ordered, Function<TakeFacts, Structure> structures) {
        this.structures = structures;
        Map<String, List<TakeFacts>> kinds = new LinkedHashMap<>();
        for (TakeFacts file : ordered) {
            Structure structure = structure(file);
            if (structure.told()) {
                kinds.computeIfAbsent(structure.kind(), kind -> new ArrayList<>())
                        .add(file);
            }
        }
        kinds.values().forEach(this::judge);
    }

    Optional<Finding> finding(TakeFacts file) {
        return Optional.ofNullable(findings.get(file.recording()));
    }

    private Structure structure(TakeFacts file) {
        return structures.apply(file);
    }

    private void judge(List<TakeFacts> files) {
        List<Stretch> known = new ArrayList<>();
        for (Stretch stretch : stretches(files)) {
            boolean unknown = !known.isEmpty()
                    && known.stream().noneMatch(before -> before.structure().agrees(stretch.structure()));
            if (unknown && stretch.lasting()) {
                change(stretch, known);
            } else if (unknown) {
                stretch.files().forEach(file -> departure(file, known, files));
            }
            if (stretch.lasting()) {
                known.add(stretch);
            }
        }
    }

    private List<Stretch> stretches(List<TakeFacts> files) {
        List<Stretch> stretches = new ArrayList<>();
        List<TakeFacts> row = new ArrayList<>();
        Structure told = Structure.parse("");
        for (TakeFacts file : files) {
            Structure structure = structure(file);
            if (!row.isEmpty() && !told.agrees(structure)) {
                stretches.add(new Stretch(List.copyOf(row), told));
                row.clear();
            }
            told = row.isEmpty() ? structure : told.with(structure);
            row.add(file);
        }
        if (!row.isEmpty()) {
            stretches.add(new Stretch(List.copyOf(row), told));
        }
        return stretches;
    }

    private void change(Stretch stretch, List<Stretch> known) {
        Structure last = known.get(known.size() - 1).structure();
        findings.put(
                stretch.files().get(0).recording(),
                finding(
                        PROFILE_CHANGE,
                        Weight.NOTED,
                        "from this file on the camera builds its files in another way, as after an update or a change of"
                                + " settings: "
                                + stretch.structure().differences(last, MOST_NAMED) + "; at least " + LASTING
                                + " more in a row have the same"));
    }

    private void departure(TakeFacts file, List<Stretch> known, List<TakeFacts> files) {
        Structure structure = structure(file);
        Structure nearest = known.stream()
                .map(Stretch::structure)
                .min(Comparator.comparingInt(structure::differences))
                .orElseThrow();
        int basis = known.stream().mapToInt(stretch -> stretch.files().size()).sum();
        long alike = files.stream()
                .filter(other -> !other.recording().equals(file.recording())
                        && structure(other).agrees(structure))
                .count();
        boolean likely = basis >= LITTLE && alike < LASTING && structure.otherWriter(nearest);
        findings.put(
                file.recording(),
                finding(
                        PROFILE_DEPARTURE,
                        likely ? Weight.LIKELY : Weight.NOTED,
                        "it is built otherwise than this camera's files before it (" + basis + " of them): "
                                + structure.differences(nearest, MOST_NAMED)
                                + (alike < LASTING ? "" : "; at least " + LASTING + " other files have the same")));
    }

    private static Finding finding(String kind, Weight weight, String detail) {
        return new Finding(kind, NumberRules.STREAM, 0, 0, weight, detail, "camera-profile/1");
    }
}
