package org.unbroken.storage.witness;

import java.util.List;
import org.unbroken.integrity.note.NoteSignature;

/** What a witness answers to a checkpoint, C2SP tlog-witness section "add-checkpoint". */
public sealed interface WitnessAnswer {

    /** 200: the record of what was seen is durable. */
    record Cosigned(List<NoteSignature> signatures) implements WitnessAnswer {
        public Cosigned {
            signatures = List.copyOf(signatures);
        }
    }

    /** 409: the proof begins at another size than the newest that was cosigned. */
    record OtherSize(long newest) implements WitnessAnswer {}

    /** Refused for good. */
    record Refused(Refusal refusal, String message) implements WitnessAnswer {}
}
