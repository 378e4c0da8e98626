package org.unbroken.ingest.pipeline.describe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.Finding;

/**
 * A camera's remembered recordings, and what they say of each other. All of it follows from which recordings these are and
 * nothing from the order in which they arrived: {@link CameraHistory} compares two of these to see what an arrival changes.
 */
final class CameraFiles {
    private final List<TakeFacts> all;
    private final Map<String, Finding> clockFaults = new HashMap<>();
    /** Most files of a camera share a few structures. */
    private final Map<String, Structure> structures = new HashMap<>();

    private final NumberRuns runs;
    private final Twins twins;
    private final NumberRules numbers;
    private final Takes takes;
    private final TimeRules times;
    private final ProfileRules profile;

    CameraFiles(Collection<TakeFacts> files, HistorySettings settings) {
        all = files.stream().sorted(Comparator.comparing(TakeFacts::recording)).toList();
        all.forEach(file -> ClockRules.fault(file).ifPresent(fault -> clockFaults.put(file.recording(), fault)));
        runs = new NumberRuns(new CameraOrder(clockFaults.keySet()).of(all));
        all.stream()
                .filter(file -> file.numbered() && trusted(file))
                .collect(Collectors.groupingBy(runs::run))
                .values()
                .forEach(run -> clockFaults.putAll(ClockJumps.among(run)));
        twins = new Twins(all, runs, this::comparable, settings);
        numbers = new NumberRules(this);
        takes = new Takes(this, settings);
        times = new TimeRules(this, settings);
        profile = new ProfileRules(new CameraOrder(clockFaults.keySet()).of(all), this::structure);
    }

    Said said(TakeFacts file) {
        List<Finding> findings = new ArrayList<>();
        twins.finding(file).ifPresent(findings::add);
        numbers.add(file, findings);
        times.add(file, findings);
        ClockRules.offset(file.offsetMicros()).ifPresent(findings::add);
        @Nullable Finding fault = clockFaults.get(file.recording());
        if (fault != null) {
            findings.add(fault);
        }
        Optional<TakeFacts> readBefore = ClockRules.readBefore(file, trusted(file), all);
        readBefore.flatMap(before -> ClockRules.set(before, file)).ifPresent(findings::add);
        profile.finding(file).ifPresent(findings::add);
        return new Said(findings, ClockRules.json(file, readBefore), takes.json(file));
    }

    List<TakeFacts> all() {
        return all;
    }

    Structure structure(TakeFacts file) {
        return structures.computeIfAbsent(file.structure(), Structure::parse);
    }

    NumberRuns runs() {
        return runs;
    }

    Twins twins() {
        return twins;
    }

    NumberRules numbers() {
        return numbers;
    }

    Takes takes() {
        return takes;
    }

    /** Whether there are times, and no sign that its clock had lost its way. */
    boolean trusted(TakeFacts file) {
        return file.timed() && !clockFaults.containsKey(file.recording());
    }

    boolean comparable(TakeFacts one, TakeFacts other) {
        return trusted(one) && trusted(other);
    }
}
