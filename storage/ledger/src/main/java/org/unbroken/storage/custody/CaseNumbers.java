package org.unbroken.storage.custody;

import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/**
 * The numbers of the cases that something ever named.
 *
 * @param whole false where a detail that may have named others is lost
 */
record CaseNumbers(Set<String> numbers, boolean whole) {
    static final CaseNumbers NONE = new CaseNumbers(Set.of(), true);
    static final CaseNumbers UNKNOWN = new CaseNumbers(Set.of(), false);

    CaseNumbers {
        numbers = Set.copyOf(numbers);
    }

    /** What one entry names. */
    static CaseNumbers in(CustodyEvent event, Optional<JsonObject> detail) {
        return switch (event) {
            case RECEIVED, EXPLAINED ->
                detail.map(said -> of(said.find("case"))).orElse(UNKNOWN);
            case LABELLED -> detail.map(said -> within(said, "labels", "case")).orElse(UNKNOWN);
            case CASE_OPENED, CASE_CHANGED, CASE_CLOSED, CASE_REOPENED, CASE_ARCHIVED ->
                detail.map(said -> within(said, "case", "number")).orElse(UNKNOWN);
            default -> NONE;
        };
    }

    /** Of another shape it is nothing that this program told; it may name anything. */
    private static CaseNumbers within(JsonObject said, String object, String member) {
        Optional<Json> members = said.find(object);
        if (members.isEmpty()) {
            return NONE;
        }
        return members.get() instanceof JsonObject known ? of(known.find(member)) : UNKNOWN;
    }

    private static CaseNumbers of(Optional<Json> text) {
        return text.filter(JsonString.class::isInstance)
                .map(value -> new CaseNumbers(Set.of(((JsonString) value).value()), true))
                .orElse(NONE);
    }

    CaseNumbers and(CaseNumbers other) {
        Set<String> all = new HashSet<>(numbers);
        all.addAll(other.numbers);
        return new CaseNumbers(all, whole && other.whole);
    }

    /** A case has a number: one of which none is known has lost it. */
    CaseNumbers ofCase() {
        return numbers.isEmpty() ? UNKNOWN : this;
    }

    /** Whether what has these numbers may be about the same case as one of those statements; in doubt it may. */
    boolean mayMeet(CaseNumbers statements) {
        return !statements.whole
                || (!whole && !statements.numbers.isEmpty())
                || !Collections.disjoint(numbers, statements.numbers);
    }
}
