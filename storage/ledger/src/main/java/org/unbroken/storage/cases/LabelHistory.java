package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Recording;

/**
 * How a recording came to its labels.
 *
 * @param changes oldest first; what came with the upload is the first
 * @param since since when each label that is there has been there, whatever it said
 */
public record LabelHistory(List<LabelChange> changes, Map<Label, Instant> since) {
    public LabelHistory {
        changes = List.copyOf(changes);
        since = Map.copyOf(since);
    }

    public static LabelHistory of(Recording recording, List<CustodyRecord> custody) {
        List<LabelChange> changes =
                custody.stream().map(LabelChange::of).flatMap(Optional::stream).toList();
        Map<Label, Instant> since = new EnumMap<>(Label.class);
        for (LabelChange change : changes) {
            Instant at = change.isUpload() ? recording.receivedAt() : change.at();
            change.labels().forEach((label, value) -> {
                if (value.isPresent()) {
                    since.putIfAbsent(label, at);
                } else {
                    since.remove(label);
                }
            });
        }
        for (Label label : Label.values()) {
            // The row decides; a label whose entry's detail is lost came with the upload as far as anybody can tell.
            if (recording.labels().getOrDefault(label.wire(), "").isBlank()) {
                since.remove(label);
            } else {
                since.putIfAbsent(label, recording.receivedAt());
            }
        }
        return new LabelHistory(changes, since);
    }

    /** When the last of these came; empty while one lacks. */
    public Optional<Instant> complete(Set<Label> wanted) {
        return since.keySet().containsAll(wanted)
                ? wanted.stream().map(since::get).max(Instant::compareTo)
                : Optional.empty();
    }
}
