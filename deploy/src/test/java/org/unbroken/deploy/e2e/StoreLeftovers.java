package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.scaleout.StoreSettings;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.SharedUploadSessions;
import org.unbroken.storage.intake.UploadSession;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.s3.S3WormStore;
import org.unbroken.storage.s3.SettledStaging;
import org.unbroken.storage.s3.UnnamedUploads;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.staging.Settled;

/**
 * What uploads leave in the object store once all of them are sealed, and an hour later: nothing is to be there. A writer
 * that died leaves beginnings that nobody names, and one that woke too late its document; gateways clear them away, once an
 * hour, which is played here.
 */
final class StoreLeftovers {
    private static final String STAGING = "staging/";
    private static final Pattern RECORDING =
            Pattern.compile("(?:staging|recordings/\\d{4}/\\d\\d/\\d\\d)/([^/]+)(?:/.*)?");

    /** Not {@code open/}: a creation whose answer was lost leaves a session without a byte, which lives an hour. */
    private static final List<String> PASSING = List.of(STAGING, "claims/", "landing/");

    private StoreLeftovers() {}

    static List<String> list(Path configuration, Settled settled) throws Exception {
        ServerSettings settings = ServerSettings.load(NodeRole.OFFLINE, Optional.of(configuration), Map.of());
        List<String> found = new ArrayList<>();
        try (S3Connection connection = new S3Connection(
                        StoreSettings.s3(settings.scaleOut().store().orElseThrow()));
                S3SharedDocuments documents = new S3SharedDocuments(connection)) {
            connection.start();
            documents.start();
            new UnnamedUploads(connection, documents, () -> Instant.now().plus(UnnamedUploads.GRACE.multipliedBy(2)))
                    .sweep();
            S3WormStore worm = new S3WormStore(connection, documents, Instant::now);
            worm.start();
            new SettledStaging(documents, worm, settled).sweep();
            for (String prefix : PASSING) {
                try (Stream<String> names = documents.list(prefix)) {
                    names.forEach(found::add);
                }
            }
            String bucket = connection.settings().wormBucket();
            connection
                    .patient()
                    .listMultipartUploads(request -> request.bucket(bucket))
                    .uploads()
                    .forEach(upload -> found.add(upload.key()));
            return unexpected(found, documents);
        }
    }

    private static List<String> unexpected(List<String> found, SharedDocuments documents) throws IOException {
        SharedUploadSessions sessions = new SharedUploadSessions(
                documents, StoreLeftovers::refuse, "leftovers", Duration.ofDays(1), Instant::now, new SecureRandom());
        List<String> unexpected = new ArrayList<>();
        for (String name : found) {
            Matcher recording = RECORDING.matcher(name);
            Optional<UploadSession> session =
                    recording.matches() ? sessions.find(new RecordingId(recording.group(1))) : Optional.empty();
            if (session.isEmpty() || !isOpenAndEmpty(session.get(), sessions)) {
                unexpected.add(name + " of " + session);
            }
        }
        return unexpected;
    }

    /**
     * An empty file lands as it is created. Where the gateway died in the middle of that, its place in the store has been
     * made, its client creates another, and within the hour that an upload without a byte lives a sweep lands it: it is
     * whole.
     */
    private static boolean isOpenAndEmpty(UploadSession session, SharedUploadSessions sessions) throws IOException {
        return session.length().equals(OptionalLong.of(0))
                && sessions.openSessions(session.agency(), session.camera()).stream()
                        .anyMatch(open -> open.id().equals(session.id()));
    }

    private static void refuse(Landing landing) throws IOException {
        throw new IOException("looking announces nothing: " + landing.recording());
    }
}
