package org.unbroken.storage.s3;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;

/**
 * Makes an upload's parts the object: they lie under its key already, so nothing is copied, and the upload id is a ticket,
 * so that one version comes of it however often this is begun again.
 *
 * <pre>
 * look                  there: lock, done
 * list the parts        a hole, or a short one, before the end: refused, nothing is changed
 * complete              one version, locked for a day by the bucket's default
 * lock, read back       a crash before: done when the landing is read again
 * ... sealed entry ...
 * delete staging/ID     releaseStaged
 * </pre>
 *
 * <p>An upload that lies apart is copied first, as far as it landed: see {@link ApartUploads}.
 */
final class Stowing {
    private static final int ATTEMPTS = 6;
    private static final long PAUSE_MILLISECONDS = 300;

    private final MultipartUploads uploads;
    private final ApartUploads apart;
    private final SharedDocuments documents;
    private final Versions versions;
    private final Retention retention;
    private final Pause pause;

    Stowing(
            MultipartUploads uploads,
            ApartUploads apart,
            SharedDocuments documents,
            Versions versions,
            Retention retention,
            Pause pause) {
        this.uploads = uploads;
        this.apart = apart;
        this.documents = documents;
        this.versions = versions;
        this.retention = retention;
        this.pause = pause;
    }

    StoredObject stow(RecordingId recording, long size, ObjectKey key, Instant retainUntil) throws IOException {
        Optional<SharedDocument> document = documents.find(StagedUpload.documentName(recording));
        Optional<StagedUpload> staged = document.isEmpty()
                ? Optional.empty()
                : Optional.of(StagedUpload.decode(document.get().bytes()));
        for (int attempt = 1; ; attempt++) {
            Optional<ObjectVersion> found = versions.oldest(key);
            if (found.isPresent()) {
                if (staged.isPresent()) {
                    checkSame(recording, found.get(), staged.get(), size);
                }
                return retention.atLeast(found.get(), retainUntil);
            }
            if (staged.isEmpty()) {
                throw new NoSuchFileException(
                        key.value(),
                        null,
                        "neither this object nor " + StagedUpload.documentName(recording) + " is there");
            }
            try {
                StagedUpload upload = staged.get();
                complete(upload.apart() ? apart.copied(recording, upload, size, key) : upload, size, key);
            } catch (UploadGoneException e) {
                if (versions.oldest(key).isEmpty()) {
                    throw gone(key, e);
                }
            } catch (StoreFailedException e) {
                if (!e.mayHaveHappened() || attempt == ATTEMPTS) {
                    throw e;
                }
                pause.of(PAUSE_MILLISECONDS * attempt);
            }
            if (attempt == ATTEMPTS) {
                throw new IOException(key + " was completed, but the store does not show it");
            }
        }
    }

    private static IOException gone(ObjectKey key, UploadGoneException cause) {
        NoSuchFileException gone =
                new NoSuchFileException(key.value(), null, "its upload is gone, and no object has come of it");
        gone.initCause(cause);
        return gone;
    }

    private void complete(StagedUpload staged, long size, ObjectKey key) throws IOException {
        List<UploadedPart> parts;
        if (size == 0) {
            // Nobody staged a byte; S3 completes nothing without a part.
            parts = List.of(uploads.put(key, staged.uploadId(), 1, new byte[0]));
        } else {
            parts = PartList.upTo(size, staged, uploads.list(key, staged.uploadId()), key);
        }
        uploads.complete(key, staged.uploadId(), parts);
    }

    /**
     * An object and a staging document: after stowing, the upload of that id is gone. If its parts are still there, then
     * the object came from elsewhere, unless its tag is the one that these parts give (a store may clear up late).
     */
    private void checkSame(RecordingId recording, ObjectVersion present, StagedUpload staged, long size)
            throws IOException {
        if (!staged.apart()) {
            checkSame(present, staged, size);
            return;
        }
        Optional<StagedUpload> copy = apart.copyOf(recording);
        if (copy.isPresent()) {
            checkSame(present, copy.get(), size);
        } else {
            apart.checkReleased(recording, staged, present, size);
        }
    }

    private void checkSame(ObjectVersion present, StagedUpload staged, long size) throws IOException {
        ObjectKey key = present.key();
        if (present.size() != size) {
            throw new ObjectConflictException(
                    key + " holds " + present.size() + " bytes, the upload landed with " + size + "; both stay");
        }
        List<UploadedPart> waiting;
        try {
            waiting = uploads.list(key, staged.uploadId());
        } catch (UploadGoneException e) {
            return;
        }
        List<UploadedPart> parts = size == 0
                ? waiting.stream().filter(part -> part.number() == 1).toList()
                : PartList.upTo(size, staged, waiting, key);
        if (!tagOf(parts).equals(present.tag())) {
            throw new ObjectConflictException(
                    key + " holds an object that did not come of this upload, whose parts are there; both stay");
        }
    }

    /** The ETag of a multipart object: the MD5 of its parts' MD5s, and how many they are. */
    static String tagOf(List<UploadedPart> parts) {
        MessageDigest md5 = MultipartUploads.md5();
        for (UploadedPart part : parts) {
            if (!part.tag().matches("[0-9a-f]{32}")) {
                return "";
            }
            md5.update(HexFormat.of().parseHex(part.tag()));
        }
        return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    }

    /** The document goes last: while it is there, what else belongs to the upload can be found. */
    void release(RecordingId recording) throws IOException {
        String name = StagedUpload.documentName(recording);
        List<String> beside;
        try (Stream<String> names = documents.list(name + "/")) {
            beside = names.toList();
        }
        if (beside.contains(ApartUploads.documentName(recording))) {
            Optional<SharedDocument> document = documents.find(name);
            if (document.isPresent()) {
                apart.delete(recording, StagedUpload.decode(document.get().bytes()));
            }
        }
        for (String other : beside) {
            documents.delete(other);
        }
        documents.delete(name);
    }
}
