package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.staging.StagingArea;

/**
 * Whether an upload that arrives now would be taken and acknowledged. Looked at anew every few seconds; what the door says,
 * each time. Log nodes and Kafka are not looked at: without them bytes are still received, and a load balancer that asked
 * here would send cameras away from every gateway at once. Uploads that cannot be announced are the door's to count.
 */
final class GatewayReadiness implements Readiness {
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final SharedDocuments documents;
    private final Supplier<Optional<String>> door;
    private final StagingArea staging;
    private final long reserveBytes;
    private List<Problem> last = List.of();
    private long lookedAt = System.nanoTime() - FRESH_NANOS;

    GatewayReadiness(
            SharedDocuments documents, Supplier<Optional<String>> door, StagingArea staging, long reserveBytes) {
        this.documents = documents;
        this.door = door;
        this.staging = staging;
        this.reserveBytes = reserveBytes;
    }

    @Override
    public synchronized List<Problem> problems() {
        if (System.nanoTime() - lookedAt >= FRESH_NANOS) {
            last = look();
            lookedAt = System.nanoTime();
        }
        List<Problem> problems = new ArrayList<>(last);
        door.get().ifPresent(problem -> problems.add(new Problem("door", problem)));
        return List.copyOf(problems);
    }

    private List<Problem> look() {
        List<Problem> problems = new ArrayList<>();
        try {
            documents.find(WriterDocument.NAME);
        } catch (IOException e) {
            problems.add(new Problem("s3", "the object store does not answer: " + e.getMessage()));
        }
        try {
            long free = staging.freeBytes();
            if (free < reserveBytes) {
                problems.add(
                        new Problem("disk", "the spool has " + free + " bytes free, the reserve is " + reserveBytes));
            }
        } catch (IOException e) {
            problems.add(new Problem("disk", "the spool cannot be asked: " + e.getMessage()));
        }
        return List.copyOf(problems);
    }
}
