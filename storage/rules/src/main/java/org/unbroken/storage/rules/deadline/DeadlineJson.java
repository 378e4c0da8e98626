package org.unbroken.storage.rules.deadline;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.rules.Said;

/** A deadline as the API shows it (openapi.json, schema Deadline). */
public final class DeadlineJson {
    private DeadlineJson() {}

    public static JsonObject of(Deadline deadline) {
        JsonObject.Builder json = JsonObject.builder()
                .put("duty", deadline.duty().wire())
                .put("name", deadline.duty().said().json())
                .put("state", deadline.state().wire())
                .put("articles", JsonArray.ofStrings(deadline.articles()))
                .put("wording", JsonArray.ofStrings(deadline.wording()))
                .put("reason_wanted", deadline.reasonWanted());
        json.putIfPresent("due", deadline.due().map(Timestamps::format));
        json.putIfPresent("done", deadline.done().map(Timestamps::format));
        deadline.assumed().ifPresent(said -> json.put("assumption", said.json()));
        deadline.problem().ifPresent(said -> json.put("problem", said.json()));
        deadline.basis().ifPresent(basis -> json.put("basis", basis(basis)));
        deadline.exception().ifPresent(exception -> json.put("exception", exception(exception)));
        if (!deadline.missing().isEmpty()) {
            json.put("missing", JsonArray.ofStrings(deadline.missing()));
        }
        return json.build();
    }

    private static JsonObject basis(Basis basis) {
        JsonObject.Builder json = JsonObject.builder()
                .put("from", basis.from().wire())
                .put("at", Timestamps.format(basis.at()))
                .put("assumed", basis.assumed().isPresent());
        basis.assumed().ifPresent(said -> json.put("why", said.json()));
        return json.build();
    }

    private static JsonObject exception(UploadException exception) {
        return JsonObject.builder()
                .put("applied", exception.applied())
                .put("within", exception.within().wire())
                .put("from", exception.from().wire())
                .put("when", words(exception.when()))
                .put("lacking", said(exception.lacking()))
                .putIfPresent("until", exception.until().map(Timestamps::format))
                .put("articles", JsonArray.ofStrings(exception.articles()))
                .put("wording", JsonArray.ofStrings(exception.wording()))
                .build();
    }

    private static JsonArray words(Set<String> words) {
        return JsonArray.ofStrings(List.copyOf(new TreeSet<>(words)));
    }

    private static JsonArray said(List<Said> all) {
        return new JsonArray(all.stream().<Json>map(Said::json).toList());
    }
}
