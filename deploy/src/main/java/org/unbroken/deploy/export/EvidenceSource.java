package org.unbroken.deploy.export;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.CustodyStep;
import org.unbroken.integrity.evidence.ExportRecord;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;

/** What a bundle is made from: a server that is asked, or a folder without one. */
public interface EvidenceSource {
    /** Throws where there is none, with the reason for a person. */
    Manifest manifest(RecordingId recording) throws IOException, ConsoleException, InterruptedException;

    /** The recording's published entries, oldest first. */
    List<CustodyStep> custody(RecordingId recording) throws IOException, ConsoleException, InterruptedException;

    /** An analysis record that an entry names. */
    JsonObject analysis(RecordingId recording, Sha256 digest)
            throws IOException, ConsoleException, InterruptedException;

    /** Has the export entered in the custody log; durable when it returns. */
    void enter(RecordingId recording, ExportRecord export) throws IOException, ConsoleException, InterruptedException;

    /** The newest published checkpoint. */
    SignedNote checkpoint() throws IOException, ConsoleException, InterruptedException;

    /** The newest checkpoint with cosignatures; empty where the log has none at all. */
    Optional<SignedNote> attested() throws IOException, ConsoleException, InterruptedException;

    /** The first time-stamped checkpoint that covers the entry, with its tokens; empty where there is none. */
    Optional<StampedCheckpoint> stamped(long index) throws IOException, ConsoleException, InterruptedException;

    /** The first checkpoint with an evidence record that covers the entry, with the newest renewal; as above. */
    Optional<StampedCheckpoint> evidenced(long index) throws IOException, ConsoleException, InterruptedException;

    /** The tiles of a log of so many entries. */
    TileReader tiles(long size);

    /** For information: a bundle's reader trusts his own. */
    VerifierKey logKey() throws IOException, ConsoleException, InterruptedException;

    /** From now on only {@link #original} is asked, which may take hours: whatever else was held can go. */
    default void onlyOriginalsFollow() throws IOException {}

    /** The bytes, from their beginning. */
    ReadableByteChannel original(RecordingId recording) throws IOException;
}
