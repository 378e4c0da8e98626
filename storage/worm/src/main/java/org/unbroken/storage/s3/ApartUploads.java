package org.unbroken.storage.s3;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.ObjectKey;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Uploads that lie apart because nobody said how long they will be. All of their parts, those past the end included,
 * become an object of the shared bucket; the bytes that landed are copied from it, by the store itself, as parts of an
 * upload of the original's own key, which is then completed like any other.
 *
 * <pre>
 * shared bucket, uploads/ID          |-- part 1 --|-- part 2 --|-- part 3, of which a little landed --|-- part 4 --|
 * WORM bucket, original's upload     |-- the bytes that landed --------------|
 *
 * document staging/ID/copy, create   the copy's upload id, for whoever else stows. A crash before: nothing is lost but an
 *                                    upload that nobody names, which the sweep aborts
 * complete uploads/ID                a crash from here on: the next stowing finds the object
 * copy part by part                  those that are there are not copied again
 * ... stowed, sealed entry ...
 * delete uploads/ID, the documents   release
 * </pre>
 */
final class ApartUploads {
    /** A copied part: a few seconds of the store's time, and more parts than the longest upload has. */
    private static final long COPY_BYTES = 256L << 20;

    private static final String COPY = "/copy";

    private final S3Connection connection;
    private final SharedDocuments documents;
    private final MultipartUploads shared;
    private final MultipartUploads worm;
    private final InstantSource clock;

    ApartUploads(S3Connection connection, SharedDocuments documents, InstantSource clock) {
        this.connection = connection;
        this.documents = documents;
        this.shared = MultipartUploads.shared(connection);
        this.worm = new MultipartUploads(connection);
        this.clock = clock;
    }

    static String documentName(RecordingId recording) {
        return StagedUpload.documentName(recording) + COPY;
    }

    /** The upload of the original's key into which the landed bytes are copied, if that was begun. */
    Optional<StagedUpload> copyOf(RecordingId recording) throws IOException {
        Optional<SharedDocument> document = documents.find(documentName(recording));
        return document.isEmpty()
                ? Optional.empty()
                : Optional.of(StagedUpload.decode(document.get().bytes()));
    }

    /** Copies the first {@code size} bytes; what is returned can be completed. Done again, it finds its own work. */
    StagedUpload copied(RecordingId recording, StagedUpload staged, long size, ObjectKey key) throws IOException {
        if (size > 0) {
            makeWhole(recording, staged, size, key);
        }
        StagedUpload copy = begun(recording, key);
        if (size == 0) {
            return copy;
        }
        Map<Integer, Long> there = new HashMap<>();
        worm.list(key, copy.uploadId()).forEach(part -> there.put(part.number(), part.bytes()));
        for (int part = 1; part <= copy.partsOf(size); part++) {
            long from = (part - 1) * copy.partBytes();
            long length = copy.lengthOf(part, size);
            if (there.getOrDefault(part, -1L) != length) {
                worm.copy(key, copy.uploadId(), part, sharedBucket(), staged.keyOf(recording), from, from + length);
            }
        }
        return copy;
    }

    private StagedUpload begun(RecordingId recording, ObjectKey key) throws IOException {
        Optional<StagedUpload> known = copyOf(recording);
        if (known.isPresent()) {
            return known.get();
        }
        StagedUpload own = new StagedUpload(worm.create(key), COPY_BYTES, clock.instant());
        try {
            documents.create(documentName(recording), own.encoded());
            return own;
        } catch (SharedConflictException e) {
            worm.abort(key, own.uploadId());
            return copyOf(recording).orElseThrow(() -> e);
        }
    }

    private void makeWhole(RecordingId recording, StagedUpload staged, long size, ObjectKey key) throws IOException {
        if (isWhole(recording)) {
            return;
        }
        try {
            List<UploadedPart> parts = shared.list(staged.keyOf(recording), staged.uploadId());
            PartList.checkCovers(size, staged, parts, key);
            shared.complete(staged.keyOf(recording), staged.uploadId(), parts);
        } catch (UploadGoneException e) {
            // By somebody who stows the same; or for good.
            if (!isWhole(recording)) {
                NoSuchFileException gone =
                        new NoSuchFileException(key.value(), null, "its upload is gone, and no object has come of it");
                gone.initCause(e);
                throw gone;
            }
        } catch (StoreFailedException e) {
            if (!isWhole(recording)) {
                throw e;
            }
        }
    }

    private boolean isWhole(RecordingId recording) throws IOException {
        try {
            connection.patient().headObject(b -> b.bucket(sharedBucket())
                    .key(StagedUpload.keyApart(recording).value()));
            return true;
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.NOT_FOUND) {
                return false;
            }
            throw S3Failures.asIo("look for the staged " + recording, e);
        }
    }

    /**
     * An object, and no copy that was begun: it is this upload's if the staged bytes are gone, since they go first when it
     * is released.
     */
    void checkReleased(RecordingId recording, StagedUpload staged, ObjectVersion present, long size)
            throws IOException {
        boolean bytesLeft = isWhole(recording);
        if (!bytesLeft) {
            try {
                shared.list(staged.keyOf(recording), staged.uploadId());
                bytesLeft = true;
            } catch (UploadGoneException e) {
                // Released, as far as the documents.
            }
        }
        if (bytesLeft || present.size() != size) {
            throw new ObjectConflictException(present.key() + " holds an object of " + present.size()
                    + " bytes that did not come of this upload, which landed with " + size + "; both stay");
        }
    }

    /** Takes the staged bytes away; the documents are the caller's. */
    void delete(RecordingId recording, StagedUpload staged) throws IOException {
        ObjectKey key = staged.keyOf(recording);
        shared.abort(key, staged.uploadId());
        S3Failures.trying(
                "delete the staged " + recording, () -> connection.patient().deleteObject(b -> b.bucket(sharedBucket())
                        .key(key.value())));
    }

    private String sharedBucket() {
        return connection.settings().sharedBucket();
    }
}
