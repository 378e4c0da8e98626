package org.unbroken.storage.custody;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * Something that happened to a recording, on its way into the log.
 *
 * @param key tells this fact from every other of the same recording: a replay with the same recording, event and key
 *     finds its entry and changes nothing. Empty for events that happen once (received, sealed or quarantined)
 * @param actor an id (of a token, a certificate, a job), never a name
 * @param camera set for received, sealed and quarantined
 * @param detail what must stay out of the log: names, labels, reasons. The log adds the salt; see {@link #salted}
 * @param size bytes, for received
 * @param chain the gateway's chunk chain, for received
 * @param document the digest that the entry carries: the manifest's for sealed, the analysis record's for inspected
 */
public record CustodyFact(
        CustodyEvent event,
        String key,
        RecordingId recording,
        String agency,
        Optional<String> camera,
        Instant at,
        String actor,
        JsonObject detail,
        Optional<Long> size,
        Optional<Sha256> chain,
        Optional<Sha256> document) {

    /**
     * With its detail's salt, to be drawn before the fact goes into a queue. Whichever log writer takes it from there, and
     * however often, then makes one and the same detail of it; else a writer that was replaced before it published leaves
     * details in the store that no entry names, and that nobody can delete.
     */
    public CustodyFact salted(SecureRandom random) {
        return new CustodyFact(
                event,
                key,
                recording,
                agency,
                camera,
                at,
                actor,
                Detail.salted(detail, random).json(),
                size,
                chain,
                document);
    }
}
