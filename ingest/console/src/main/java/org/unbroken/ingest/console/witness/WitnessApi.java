package org.unbroken.ingest.console.witness;

import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.AddCheckpoint;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.witness.Evidence;
import org.unbroken.storage.witness.Witness;
import org.unbroken.storage.witness.WitnessAnswer;

/**
 * What a log asks a witness, and what its operator does. The credential of {@code add-checkpoint} is the signature of a
 * configured log on what is sent.
 */
public final class WitnessApi {
    private static final String SIZE = "text/x.tlog.size";

    private final Witness witness;
    private final List<VerifierKey> keys;
    private final Counter answers;

    /**
     * The endpoints.
     *
     * @param answers counted by {@code outcome}
     */
    public WitnessApi(Witness witness, List<VerifierKey> keys, Counter answers) {
        this.witness = witness;
        this.keys = List.copyOf(keys);
        this.answers = answers;
    }

    /** {@code POST /add-checkpoint}. */
    public Answer addCheckpoint(Call call) throws IOException {
        WitnessAnswer answer = witness.add(call.body(AddCheckpoint.MAX_BYTES));
        if (answer instanceof WitnessAnswer.Cosigned cosigned) {
            answers.labelValues("cosigned").inc();
            return Answer.text(200, lines(cosigned.signatures()));
        }
        if (answer instanceof WitnessAnswer.OtherSize other) {
            answers.labelValues("other_size").inc();
            return Answer.bytes(409, SIZE, (other.newest() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        WitnessAnswer.Refused refused = (WitnessAnswer.Refused) answer;
        answers.labelValues(refused.refusal().name().toLowerCase(Locale.ROOT)).inc();
        return Problem.refused(refused.refusal().status(), refused.message()).answer();
    }

    private static String lines(List<NoteSignature> signatures) {
        StringBuilder lines = new StringBuilder();
        signatures.forEach(signature -> lines.append(signature.line()).append('\n'));
        return lines.toString();
    }

    /** {@code GET /HASH/checkpoint}: the newest that was cosigned. */
    public Answer checkpoint(Call call) throws IOException {
        return witness.newest(call.variable("hash"))
                .map(note -> Answer.bytes(200, Answer.TEXT, note.encode()))
                .orElseThrow(() -> Problem.absent("nothing of such a log was cosigned here")
                        .exception());
    }

    /** The keys that this witness signs with, a line each. */
    public Answer keys(Call call) {
        StringBuilder lines = new StringBuilder();
        keys.forEach(key -> lines.append(key.text()).append('\n'));
        return Answer.text(200, lines.toString());
    }

    /** What was seen of each log, and what is held against it. */
    public Answer status(Call call) throws IOException {
        List<Json> logs = new ArrayList<>();
        for (Witness.LogSeen log : witness.seen()) {
            JsonObject.Builder one = JsonObject.builder().put("origin", log.origin());
            log.newest().ifPresent(note -> {
                Checkpoint newest = Checkpoint.parse(note.text());
                one.put("size", newest.size()).put("root", newest.root().hex());
                keys.stream()
                        .flatMap(key -> note.signatures().stream()
                                .filter(key::made)
                                .flatMap(signature -> key.madeAt(signature).stream()))
                        .findFirst()
                        .ifPresent(at -> one.put("cosigned", Timestamps.format(at)));
            });
            logs.add(one.put(
                            "evidence",
                            new JsonArray(log.evidence().stream()
                                    .map(WitnessApi::shown)
                                    .toList()))
                    .build());
        }
        return Answer.json(
                200, JsonObject.builder().put("logs", new JsonArray(logs)).build());
    }

    private static Json shown(Evidence evidence) {
        return JsonObject.builder()
                .put("kind", evidence.kind().wire())
                .put("seen", Timestamps.format(evidence.seen()))
                .put("held_size", evidence.held().size())
                .put("held_root", evidence.held().root().hex())
                .put("shown_size", evidence.shown().size())
                .put("shown_root", evidence.shown().root().hex())
                .put("folder", evidence.folder())
                .build();
    }
}
