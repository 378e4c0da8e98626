package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.storage.custody.RecordingStates;
import org.unbroken.storage.ledger.Recording;

/** What the cameras' doors on other machines ask: how far a recording is, and its receipt, of any agency. */
public final class StatesApi {
    private final RecordingStates states;

    public StatesApi(RecordingStates states) {
        this.states = states;
    }

    /** Both in one answer, each absent while there is none. A recording that is not known (yet) is no error. */
    public Answer state(Call call) throws IOException {
        RecordingId id;
        try {
            id = new RecordingId(call.variable("id"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound().exception();
        }
        Optional<Recording> recording = states.find(id);
        Optional<TlogProof> receipt = states.receipt(id);
        JsonObject.Builder json = JsonObject.builder();
        recording.ifPresent(found -> json.put("recording", RecordingJson.of(found)));
        receipt.ifPresent(proof -> json.put("receipt", new String(proof.encode(), StandardCharsets.UTF_8)));
        return Answer.json(200, json.build());
    }
}
