package org.unbroken.storage.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.storage.worm.ObjectKey;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/**
 * Finds the object among the versions of its key: the oldest one. Whoever has the right to write can put another version
 * or a delete marker on top, which S3 then shows first; here that changes nothing and is reported.
 *
 * <pre>
 * newest   delete marker   surplus: somebody "deleted" it
 *          version 2       surplus: somebody overwrote it
 * oldest   version 1       the object, locked
 * </pre>
 */
final class Versions {
    private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

    private final S3Connection connection;
    private final String bucket;
    private final AtomicLong surplusSeen = new AtomicLong();

    Versions(S3Connection connection) {
        this.connection = connection;
        this.bucket = connection.settings().wormBucket();
    }

    /** How often a version or delete marker was met that is not the object's. */
    long surplusSeen() {
        return surplusSeen.get();
    }

    Optional<ObjectVersion> oldest(ObjectKey key) throws IOException {
        ObjectVersion oldest = null;
        int surplus = 0;
        String afterKey = null;
        String afterVersion = null;
        while (true) {
            ListObjectVersionsResponse page = page(key.value(), afterKey, afterVersion);
            // Versions of one key come newest first, and the key itself before longer ones.
            for (var version : page.versions()) {
                if (version.key().equals(key.value())) {
                    surplus += oldest == null ? 0 : 1;
                    oldest = new ObjectVersion(
                            key, version.versionId(), version.size(), S3SharedDocuments.bare(version.eTag()));
                }
            }
            surplus += (int) page.deleteMarkers().stream()
                    .filter(marker -> marker.key().equals(key.value()))
                    .count();
            afterKey = page.nextKeyMarker();
            afterVersion = page.nextVersionIdMarker();
            if (!Boolean.TRUE.equals(page.isTruncated()) || !key.value().equals(afterKey)) {
                break;
            }
        }
        if (surplus > 0 && oldest != null) {
            report(key, surplus, oldest.versionId());
        }
        return Optional.ofNullable(oldest);
    }

    /**
     * Ids of all versions and delete markers of a key, newest first: the last is the object's. The object goes last, so
     * that whatever a crash leaves of a disposal, the oldest version is still the object.
     */
    List<String> newestFirst(ObjectKey key) throws IOException {
        List<Aged> found = new ArrayList<>();
        String afterKey = null;
        String afterVersion = null;
        while (true) {
            ListObjectVersionsResponse page = page(key.value(), afterKey, afterVersion);
            page.deleteMarkers().stream()
                    .filter(marker -> marker.key().equals(key.value()))
                    .forEach(marker -> found.add(new Aged(marker.versionId(), false)));
            page.versions().stream()
                    .filter(version -> version.key().equals(key.value()))
                    .forEach(version -> found.add(new Aged(version.versionId(), true)));
            afterKey = page.nextKeyMarker();
            afterVersion = page.nextVersionIdMarker();
            if (!Boolean.TRUE.equals(page.isTruncated()) || !key.value().equals(afterKey)) {
                break;
            }
        }
        // Markers first: which came after which version, two lists do not tell, and a marker is never the object.
        return found.stream()
                .sorted(Comparator.comparing(Aged::hasBytes))
                .map(Aged::id)
                .toList();
    }

    private record Aged(String id, boolean hasBytes) {}

    private void report(ObjectKey key, int surplus, String versionId) {
        surplusSeen.addAndGet(surplus);
        LOG.atWarn()
                .setMessage("versions on top of an object, which they do not change")
                .addKeyValue("key", key.value())
                .addKeyValue("surplus", surplus)
                .addKeyValue("object_version", versionId)
                .log();
    }

    /** Keys that have a version, ascending, each once; delete markers hide none. Names that are no keys are left out. */
    Stream<ObjectKey> keys(String prefix) throws IOException {
        Distinct distinct = new Distinct();
        return listed(prefix)
                .flatMap(page -> page.versions().stream())
                .map(version -> version.key())
                .filter(distinct::isNew)
                .filter(ObjectKey::isKey)
                .map(ObjectKey::new);
    }

    /** Page by page, as they are read. */
    private Stream<ListObjectVersionsResponse> listed(String prefix) throws IOException {
        ListObjectVersionsResponse first = page(prefix, null, null);
        return Stream.iterate(first, page -> page != null, page -> {
            try {
                return Boolean.TRUE.equals(page.isTruncated())
                        ? page(prefix, page.nextKeyMarker(), page.nextVersionIdMarker())
                        : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private ListObjectVersionsResponse page(String prefix, @Nullable String afterKey, @Nullable String afterVersion)
            throws IOException {
        return S3Failures.trying("list " + prefix, () -> connection
                .patient()
                .listObjectVersions(
                        b -> b.bucket(bucket).prefix(prefix).keyMarker(afterKey).versionIdMarker(afterVersion)));
    }

    /** The listing is in order, so that equal keys follow one another. */
    private static final class Distinct {
        private String last = "";

        boolean isNew(String key) {
            boolean different = !key.equals(last);
            last = key;
            return different;
        }
    }
}
