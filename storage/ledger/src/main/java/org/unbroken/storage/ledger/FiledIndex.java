package org.unbroken.storage.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.rocks.Keys;

/**
 * The keys in the index under which cases, and explanations that are of no recording, are found. Each is a prefix and then
 * the id inverted, so that the newest comes first. They are only ever put: what a case is, and whether it still has the
 * number under which it was found, its entries say.
 *
 * <pre>
 * 'k' agency ‖ 0, 'k' 0                        cases of an agency, of all
 * 'K' SHA-256(agency ‖ 0 ‖ number)[:16]        cases by each number that they ever had
 * 'e' agency ‖ 0, 'e' 0                        explanations
 * 'E' SHA-256(agency ‖ 0 ‖ number)[:16]        explanations by the case that they name
 * </pre>
 */
final class FiledIndex {
    private FiledIndex() {}

    static byte[] all(Filed what, String agency) {
        return what.all().then(Keys.ofTerminated(agency));
    }

    static byte[] underCase(Filed what, String agency, String number) {
        Sha256 digest = Sha256.of(
                agency.getBytes(StandardCharsets.UTF_8), new byte[1], number.getBytes(StandardCharsets.UTF_8));
        return what.underCase().then(Arrays.copyOf(digest.bytes(), 16));
    }

    /** What an entry adds; nothing for one that is about a recording. */
    static List<byte[]> keys(RecordingId id, LedgerEvent event, boolean isRecording) {
        boolean explanation = event.entry().is(CustodyEvent.EXPLAINED) && !isRecording;
        if (!explanation && !event.entry().isOfCase()) {
            return List.of();
        }
        Filed what = explanation ? Filed.EXPLANATION : Filed.CASE;
        String agency = event.entry().agency();
        List<byte[]> prefixes = new ArrayList<>();
        prefixes.add(all(what, agency));
        prefixes.add(all(what, ""));
        number(event, what).ifPresent(number -> prefixes.add(underCase(what, agency, number)));
        byte[] inverted = RecordingKey.inverted(id);
        return prefixes.stream().map(prefix -> Keys.join(prefix, inverted)).toList();
    }

    private static Optional<String> number(LedgerEvent event, Filed what) {
        Optional<JsonObject> said =
                what == Filed.CASE ? event.detail().flatMap(detail -> object(detail, "case")) : event.detail();
        return said.flatMap(detail -> LedgerApplier.text(detail, what == Filed.CASE ? "number" : "case"));
    }

    private static Optional<JsonObject> object(JsonObject from, String name) {
        return from.find(name).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }
}
