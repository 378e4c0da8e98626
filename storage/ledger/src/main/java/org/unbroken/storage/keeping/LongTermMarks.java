package org.unbroken.storage.keeping;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;

/**
 * The facts for which a recording is kept for long, each under an id of its own: who withdraws one says which. By its
 * custody entries alone, so that a rebuilt ledger says the same.
 */
public final class LongTermMarks {
    /** Stands for a fact whose detail is lost: in doubt a recording is kept. */
    public static final String UNKNOWN = "unknown";

    private static final String OF_LABEL = "label-";

    private LongTermMarks() {}

    /** Those that were not withdrawn, oldest first: id of the mark, and the regulation's word such as {@code dispute}. */
    public static Map<String, String> of(List<CustodyRecord> custody) {
        Map<String, String> open = new LinkedHashMap<>();
        for (CustodyRecord record : custody) {
            Optional<String> mark = record.detail().flatMap(detail -> detail.findString("key"));
            if (record.entry().is(CustodyEvent.LONG_TERM)) {
                open.put(
                        mark.orElse("entry-" + record.index()),
                        record.detail()
                                .flatMap(detail -> detail.findString("trigger"))
                                .orElse(UNKNOWN));
            } else if (record.entry().is(CustodyEvent.LONG_TERM_WITHDRAWN)) {
                mark.ifPresent(open::remove);
            } else if (record.entry().is(CustodyEvent.LABELLED)) {
                byLabel(record, open);
            }
        }
        return open;
    }

    /**
     * Before there were marks of their own, the label {@code long_term} named the facts: such an entry opens a mark for each
     * word, and ends those of an earlier one.
     */
    private static void byLabel(CustodyRecord record, Map<String, String> open) {
        Optional<Json> said = record.detail()
                .flatMap(detail -> detail.find("labels"))
                .filter(JsonObject.class::isInstance)
                .flatMap(labels ->
                        Optional.ofNullable(((JsonObject) labels).members().get("long_term")));
        if (said.isEmpty()) {
            return;
        }
        open.keySet().removeIf(mark -> mark.startsWith(OF_LABEL));
        if (said.get() instanceof JsonString text) {
            Stream.of(text.value().split("[,，、;；\\s]+"))
                    .filter(word -> !word.isEmpty())
                    .forEach(word -> open.put(OF_LABEL + word, word));
        }
    }

    public static CustodyFact marked(Recording recording, RecordingId mark, Instant at, String actor, JsonObject said) {
        return fact(CustodyEvent.LONG_TERM, recording, mark.value(), at, actor, said);
    }

    public static CustodyFact withdrawn(Recording recording, String mark, Instant at, String actor, JsonObject said) {
        return fact(CustodyEvent.LONG_TERM_WITHDRAWN, recording, mark, at, actor, said);
    }

    private static CustodyFact fact(
            CustodyEvent event, Recording recording, String mark, Instant at, String actor, JsonObject said) {
        return new CustodyFact(
                event,
                mark,
                recording.id(),
                recording.agency(),
                Optional.empty(),
                at,
                actor,
                said,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
