package org.unbroken.ingest.console.api;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.cases.CaseMember;

/** Reads what somebody says of a case; what is wrong is named. */
record CaseOrder(SortedMap<String, Json> members) {
    static final int LONGEST_BODY = 48 << 10;

    static CaseOrder of(JsonObject body) {
        if (!(body.members().get("case") instanceof JsonObject given)
                || given.members().isEmpty()) {
            throw Problem.badRequest("\"case\" is needed: an object of what there is to say of it")
                    .exception();
        }
        SortedMap<String, Json> members = new TreeMap<>();
        for (Map.Entry<String, Json> each : given.members().entrySet()) {
            CaseMember member = CaseMember.ofWire(each.getKey())
                    .orElseThrow(() -> Problem.badRequest("\"" + Query.shown(each.getKey())
                                    + "\" is not known of a case; there are "
                                    + Arrays.stream(CaseMember.values())
                                            .map(CaseMember::wire)
                                            .collect(Collectors.joining(", ")))
                            .exception());
            members.put(member.wire(), checked(member, each.getValue()));
        }
        return new CaseOrder(members);
    }

    private static Json checked(CaseMember member, Json value) {
        if (value == JsonNull.NULL) {
            return value;
        }
        try {
            return member.checked(value);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"" + member.wire() + "\": " + e.getMessage())
                    .exception();
        }
    }

    Optional<String> number() {
        return Optional.ofNullable(members.get(CaseMember.NUMBER.wire()))
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value());
    }

    boolean takesNumberAway() {
        return members.get(CaseMember.NUMBER.wire()) == JsonNull.NULL;
    }

    JsonObject json() {
        return JsonObject.builder().putAll(members).build();
    }
}
