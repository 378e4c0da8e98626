package org.unbroken.ingest.console.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.requests.AccessRequest;
import org.unbroken.storage.requests.AccessTerms;
import org.unbroken.storage.requests.AccessUse;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;

/** A request as the API shows it. */
final class AccessRequestJson {
    private AccessRequestJson() {}

    static JsonObject.Builder of(AccessRequest request, Optional<Rulebook> book, Instant now) {
        AccessTerms terms = request.terms();
        JsonObject.Builder json = JsonObject.builder()
                .put("request", request.id().value())
                .put("agency", request.agency())
                .put("state", request.state(now).wire())
                .put("use", terms.use().wire())
                .put(
                        "recordings",
                        JsonArray.ofStrings(terms.recordings().stream()
                                .map(RecordingId::value)
                                .toList()))
                .put("for", terms.person())
                .putIfPresent("unit", terms.unit())
                .put("reason", terms.reason())
                .put("until", Timestamps.format(request.ends()))
                .put(
                        "chain",
                        JsonArray.ofStrings(
                                terms.chain().stream().map(Office::wire).toList()))
                .putIfPresent("next", request.next().map(Office::wire))
                .put("requested", said(request.request()));
        terms.rulebook().ifPresent(reference -> json.put("rulebook", reference));
        List<Json> approvals = new ArrayList<>();
        request.approvals().forEach(each -> approvals.add(said(each)));
        json.put("approvals", new JsonArray(approvals));
        request.refusal().ifPresent(refusal -> json.put("refused", said(refusal)));
        if (book.isPresent()
                && terms.use() != AccessUse.VIEW
                && terms.use() != AccessUse.COPY
                && book.get().value(Rules.APPROVAL_DISCLOSURE_RULES)) {
            json.put("disclosure_rules", true);
        }
        return json;
    }

    static JsonObject said(CustodyRecord record) {
        return JsonObject.builder()
                .put("at", Timestamps.format(record.entry().at()))
                .put("actor", record.entry().actor())
                .put("index", record.index())
                .putIfPresent("by", AccessRequest.nameOf(record))
                .putIfPresent("office", AccessRequest.officeOf(record).map(Office::wire))
                .putIfPresent("reason", record.detail().flatMap(detail -> detail.findString("reason")))
                .build();
    }
}
