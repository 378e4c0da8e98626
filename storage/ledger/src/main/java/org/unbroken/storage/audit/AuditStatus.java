package org.unbroken.storage.audit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Sight;
import org.unbroken.storage.custody.Finding;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;

/**
 * The report, in Archivematica's shape: what is changed, missing and untracked; and how far the audit is. Put together of
 * what is on record, so that a node that only follows tells the same, some seconds late.
 */
public final class AuditStatus implements AuditView {
    private final AuditRecords records;
    private final Ledger ledger;
    private final AuditSettings settings;

    public AuditStatus(AuditRecords records, Ledger ledger, AuditSettings settings) {
        this.records = records;
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public Optional<JsonObject> report(Sight sees) throws IOException {
        FindingList list = new FindingList(records);
        list.load();
        // Whoever keeps the store running has to hear that something is wrong, also with what is not named to them.
        List<OpenFinding> all =
                list.all().stream().filter(each -> sees.test(each.agency())).toList();
        List<OpenFinding> open = all.stream()
                .filter(each -> sees.recording(each.agency(), each.recording()))
                .toList();
        boolean damaged = all.stream().anyMatch(each -> each.aspect() != Aspect.UNTRACKED);
        List<FindingList.Unread> allUnread = list.allUnread().stream()
                .filter(each -> sees.test(Optional.of(each.agency())))
                .toList();
        List<FindingList.Unread> unread = allUnread.stream()
                .filter(each -> sees.recording(Optional.of(each.agency()), each.recording()))
                .toList();
        JsonObject.Builder report = JsonObject.builder()
                .put("format", "unbroken/audit-report/1")
                .put("damaged", damaged)
                .put("withheld", all.size() - open.size() + allUnread.size() - unread.size())
                .put("presence", sweep("presence", sees))
                .put("bytes", bytes(sees))
                .put("log", log());
        for (Finding.Kind kind : List.of(Finding.Kind.CHANGED, Finding.Kind.MISSING, Finding.Kind.UNTRACKED)) {
            report.put(
                    Aspect.wire(kind),
                    array(open.stream()
                            .filter(each -> each.aspect().kind() == kind)
                            .map(OpenFinding::toJson)
                            .toList()));
        }
        report.put(
                "unread", array(unread.stream().map(FindingList.Unread::toJson).toList()));
        report.put("overdue", overdue(sees));
        return Optional.of(report.build());
    }

    private JsonObject log() throws IOException {
        if (settings.bytesPerSecond() == 0) {
            return JsonObject.builder().put("state", "off").build();
        }
        Optional<JsonObject> last = records.read(LogLook.NAME).map(JsonObject::parse);
        return last.isEmpty()
                ? JsonObject.builder().put("state", "not begun").build()
                : JsonObject.builder()
                        .put("last_complete", last.get().string("ended"))
                        .put("entries", last.get().integer("entries"))
                        .build();
    }

    private static JsonArray array(List<JsonObject> objects) {
        return new JsonArray(objects.stream().<Json>map(object -> object).toList());
    }

    private JsonObject bytes(Sight sees) throws IOException {
        JsonObject.Builder json = sweep("bytes", sees).with().put("bytes_per_second", settings.bytesPerSecond());
        return settings.bytesPerSecond() == 0 ? json.put("state", "off").build() : json.build();
    }

    private JsonObject sweep(String name, Sight sees) throws IOException {
        Optional<JsonObject> stored = records.read(name).map(JsonObject::parse);
        if (stored.isEmpty()) {
            return JsonObject.builder().put("state", "not begun").build();
        }
        SweepPlace place = SweepPlace.ofJson(stored.get());
        AuditRound round = place.round();
        JsonObject.Builder json = JsonObject.builder()
                .put("state", round.ended().isPresent() ? "resting" : "running")
                .put("round", round.number())
                .put("began", Timestamps.format(round.began()))
                .putIfPresent("ended", round.ended().map(Timestamps::format))
                .put("checked", round.done().toJson())
                .put("total", total(round))
                .put("coverage_percent", percent(round));
        place.last().flatMap(AuditRound::ended).ifPresent(ended -> json.put("last_complete", Timestamps.format(ended)));
        Optional<OldestUnchecked> oldest = OldestUnchecked.of(place, ledger);
        if (oldest.isPresent()) {
            boolean named = sees.recording(
                    ledger.find(oldest.get().recording()).map(Recording::agency),
                    oldest.get().recording());
            json.put("oldest_unchecked", oldest.get().toJson(named));
        }
        return json.build();
    }

    /** How many objects there are the walk alone tells: so not of this round. */
    private static JsonObject total(AuditRound round) {
        return JsonObject.builder()
                .put("recordings", round.total().recordings())
                .put("bytes", round.total().bytes())
                .build();
    }

    private static long percent(AuditRound round) {
        return round.ended().isPresent() ? 100 : (long) (100 * Coverage.of(round));
    }

    private JsonObject overdue(Sight sees) throws IOException {
        JsonObject.Builder json = JsonObject.builder()
                .put("after_seconds", settings.overdueAfter().toSeconds());
        Optional<JsonObject> stored = records.read(OverdueRecordings.NAME).map(JsonObject::parse);
        List<JsonObject> own = stored.map(overdue -> overdue.array("recordings").objects()).orElse(List.of()).stream()
                .filter(each -> sees.test(each.findString("agency")))
                .toList();
        List<JsonObject> listed = own.stream()
                .filter(each -> sees.recording(
                        each.findString("agency"), each.findString("recording").map(RecordingId::new)))
                .toList();
        boolean all = sees.test(Optional.empty());
        long count = stored.filter(overdue -> all)
                .map(overdue -> overdue.integer("count"))
                .orElse((long) own.size());
        return json.put("count", count).put("recordings", array(listed)).build();
    }
}
