package org.unbroken.ingest.console.register;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.requests.AccessRequest;

/**
 * One time that footage was seen or given out. What a recording's details told is gone with the recording: then only the
 * entry speaks, with ids and no names.
 *
 * @param what poster, storyboard, proxy or original; or {@code export}
 * @param viewer who saw it; empty for an export, and where nobody tells any more
 * @param copier who took it out; for an export alone
 * @param recipient for whom it was taken out, or looked at
 * @param approvers with their offices, in order; of an export without request, whom it states
 */
record RegisterRow(
        long index,
        Instant at,
        RecordingId recording,
        String actor,
        String what,
        Optional<String> viewer,
        Optional<String> copier,
        Optional<String> recipient,
        List<String> approvers,
        Optional<String> reason,
        Optional<RecordingId> request) {
    static final String EXPORT = "export";

    RegisterRow {
        approvers = List.copyOf(approvers);
    }

    static RegisterRow of(CustodyRecord record, boolean export, Optional<AccessRequest> request) {
        JsonObject detail = record.detail().orElse(JsonObject.builder().build());
        Optional<String> by = detail.findString("by")
                .or(() -> request.map(known -> known.terms().by()));
        Optional<String> approved = export ? detail.findString("approved_by") : Optional.empty();
        return new RegisterRow(
                record.index(),
                record.entry().at(),
                new RecordingId(record.entry().recording()),
                record.entry().actor(),
                export ? EXPORT : detail.findString("what").orElse(""),
                export ? Optional.empty() : by,
                export ? detail.findString("extracted_by").or(() -> by) : Optional.empty(),
                export
                        ? detail.findString("for")
                                .or(() -> request.map(known -> known.terms().person()))
                        : request.flatMap(known -> known.terms().recipient()),
                request.map(RegisterRow::approvers)
                        .orElseGet(() -> approved.stream().toList()),
                (export ? detail.findString("reason") : Optional.<String>empty())
                        .or(() -> request.map(known -> known.terms().reason())),
                request.map(AccessRequest::id));
    }

    private static List<String> approvers(AccessRequest request) {
        return request.approvals().stream()
                .map(approval ->
                        AccessRequest.nameOf(approval).orElse(approval.entry().actor())
                                + AccessRequest.officeOf(approval)
                                        .map(office -> "（" + office.chinese() + "）")
                                        .orElse(""))
                .toList();
    }
}
