package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;

/** What the packer asks of the database. */
interface PackSource {
    /** An entry's detail; empty once its recording was disposed of. */
    Optional<byte[]> detail(long index) throws IOException;

    /** Whether the recording began with a received entry: its row then needs no manifest. */
    boolean wasReceived(RecordingId recording) throws IOException;

    boolean isDisposed(RecordingId recording) throws IOException;

    /** The recording's entries. */
    List<Long> entries(RecordingId recording) throws IOException;

    static PackSource of(CustodyDatabase database, Ledger ledger) {
        return new PackSource() {
            @Override
            public Optional<byte[]> detail(long index) throws IOException {
                return LogRecords.detail(database.reader(), index);
            }

            @Override
            public boolean wasReceived(RecordingId recording) throws IOException {
                byte[] key = LogRecords.factKey(recording, CustodyEvent.RECEIVED.wire(), "");
                return LogRecords.factIndex(database.reader(), key).isPresent();
            }

            @Override
            public boolean isDisposed(RecordingId recording) throws IOException {
                return ledger.find(recording).map(Recording::state).equals(Optional.of(RecordingState.DISPOSED));
            }

            @Override
            public List<Long> entries(RecordingId recording) throws IOException {
                return ledger.custody(recording).stream()
                        .map(record -> record.index())
                        .toList();
            }
        };
    }
}
