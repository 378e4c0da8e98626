package org.unbroken.storage.s3;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.ObjectKey;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Clears up after writers that died: aborts multipart uploads that no document names, since nobody can go on with them and
 * they hold space; and finishes claims whose object is whole, so that it gets its date.
 *
 * <p>An upload whose document is there is never touched, however old: landed footage lies in it.
 */
public final class UnnamedUploads {
    private static final Logger LOG = LoggerFactory.getLogger(UnnamedUploads.class);
    /** Between an upload's beginning and its document a writer may be that slow. */
    public static final Duration GRACE = Duration.ofHours(1);

    private static final int LARGEST_CLAIMED = 256 << 20;
    private static final String ORIGINAL = "/original";

    private final S3Connection connection;
    private final SharedDocuments documents;
    private final InstantSource clock;
    private final MultipartUploads uploads;
    private final Versions versions;
    private final Retention retention;
    private final Reading reading;

    public UnnamedUploads(S3Connection connection, SharedDocuments documents, InstantSource clock) {
        this.connection = connection;
        this.documents = documents;
        this.clock = clock;
        this.uploads = new MultipartUploads(connection);
        this.versions = new Versions(connection);
        this.retention = new Retention(connection);
        // The dates in claims were checked by those who wrote them; what the store makes of one is read back.
        retention.provedUntil(DateTrial.LAST_DATE);
        this.reading = new Reading(connection);
    }

    /**
     * Goes through all of it once. Any number of processes may do so at once.
     *
     * @return how many uploads were aborted
     */
    public int sweep() throws IOException {
        Instant before = clock.instant().minus(GRACE);
        finishClaims(before);
        int aborted = 0;
        S3Settings settings = connection.settings();
        for (String prefix : List.of("recordings/", "log/")) {
            aborted += sweep(settings.wormBucket(), prefix, uploads, before);
        }
        return aborted
                + sweep(
                        settings.sharedBucket(),
                        StagedUpload.PREFIX_APART,
                        MultipartUploads.shared(connection),
                        before);
    }

    private int sweep(String bucket, String prefix, MultipartUploads in, Instant before) throws IOException {
        int aborted = 0;
        for (MultipartUpload upload : begun(bucket, prefix)) {
            if (upload.initiated().isBefore(before)
                    && ObjectKey.isKey(upload.key())
                    && !isNamed(new ObjectKey(upload.key()), upload.uploadId())
                    && !becameAnObject(bucket, new ObjectKey(upload.key()), upload.uploadId(), in)) {
                in.abort(new ObjectKey(upload.key()), upload.uploadId());
                LOG.info("aborted an upload of {} that nobody names, begun {}", upload.key(), upload.initiated());
                aborted++;
            }
        }
        return aborted;
    }

    /**
     * Whether these parts are the object that is there, of a store that lists an upload after it has completed it: taking
     * the parts away could take the object's bytes.
     */
    private boolean becameAnObject(String bucket, ObjectKey key, String uploadId, MultipartUploads in)
            throws IOException {
        if (!bucket.equals(connection.settings().wormBucket())) {
            return false;
        }
        Optional<ObjectVersion> object = versions.oldest(key);
        return object.isPresent() && in.became(object.get(), uploadId);
    }

    private List<MultipartUpload> begun(String bucket, String prefix) throws IOException {
        return S3Failures.trying(
                "list the uploads under " + prefix,
                () ->
                        connection
                                .patient()
                                .listMultipartUploadsPaginator(
                                        b -> b.bucket(bucket).prefix(prefix))
                                .uploads()
                                .stream()
                                .toList());
    }

    private boolean isNamed(ObjectKey key, String uploadId) throws IOException {
        Optional<SharedDocument> claim = documents.find(Claim.documentName(key));
        if (claim.isPresent() && Claim.decode(claim.get().bytes()).uploadId().equals(uploadId)) {
            return true;
        }
        String value = key.value();
        boolean apart = value.startsWith(StagedUpload.PREFIX_APART);
        if (!apart && !value.endsWith(ORIGINAL)) {
            return false;
        }
        String holder = apart ? value : value.substring(0, value.length() - ORIGINAL.length());
        RecordingId recording;
        try {
            recording = new RecordingId(holder.substring(holder.lastIndexOf('/') + 1));
        } catch (IllegalArgumentException e) {
            // Nothing that this program began.
            return true;
        }
        return names(StagedUpload.documentName(recording), uploadId)
                || (!apart && names(ApartUploads.documentName(recording), uploadId));
    }

    private boolean names(String document, String uploadId) throws IOException {
        Optional<SharedDocument> staged = documents.find(document);
        return staged.isPresent()
                && StagedUpload.decode(staged.get().bytes()).uploadId().equals(uploadId);
    }

    /** A claim without an object stays: whoever repeats the put goes on with its upload. */
    private void finishClaims(Instant before) throws IOException {
        List<String> names;
        try (Stream<String> listed = documents.list(Claim.PREFIX)) {
            names = listed.toList();
        }
        for (String name : names) {
            Optional<SharedDocument> document = documents.find(name);
            if (document.isEmpty()) {
                continue;
            }
            Claim claim = Claim.decode(document.get().bytes());
            Optional<ObjectVersion> object = versions.oldest(Claim.keyOf(name));
            if (!claim.created().isBefore(before) || object.isEmpty()) {
                continue;
            }
            if (!uploads.became(object.get(), claim.uploadId())) {
                uploads.abort(Claim.keyOf(name), claim.uploadId());
            }
            if (Sha256.of(reading.whole(object.get(), LARGEST_CLAIMED)).equals(claim.sha256())) {
                retention.atLeast(object.get(), claim.retainUntil());
            }
            documents.delete(name);
        }
    }
}
