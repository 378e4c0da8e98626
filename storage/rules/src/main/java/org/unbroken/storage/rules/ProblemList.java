package org.unbroken.storage.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What was found to be wrong with one file, each at the place of the JSON pointer that it is about. */
final class ProblemList {
    private final String file;
    private final Map<String, Place> places;
    private final List<Problem> problems = new ArrayList<>();

    ProblemList(String file, Map<String, Place> places) {
        this.file = file;
        this.places = places;
    }

    void add(String pointer, Said reason, Said remedy) {
        Place place = places.getOrDefault(pointer, Place.START);
        problems.add(new Problem(file, place, about(pointer), reason, remedy));
    }

    boolean any() {
        return !problems.isEmpty();
    }

    RulebookException exception() {
        problems.sort(
                Comparator.comparingInt((Problem problem) -> problem.place().line())
                        .thenComparingInt(problem -> problem.place().column()));
        return new RulebookException(problems);
    }

    /** {@code /settings/upload.within/value} is about {@code upload.within}. */
    private static String about(String pointer) {
        String[] steps = pointer.replace("#", "").split("/", -1);
        return steps.length > 2 && steps[1].equals("settings") ? steps[2] : steps[steps.length - 1];
    }
}
