package org.unbroken.ingest.gateway.http;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.gateway.tus.ChecksumAlgorithm;
import org.unbroken.ingest.gateway.tus.HttpDate;
import org.unbroken.ingest.gateway.tus.Problem;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.tus.Tus;
import org.unbroken.ingest.gateway.tus.UploadChecksum;
import org.unbroken.ingest.gateway.tus.UploadMetadata;
import org.unbroken.ingest.gateway.upload.Caller;
import org.unbroken.ingest.gateway.upload.NewUpload;
import org.unbroken.ingest.gateway.upload.PatchStart;
import org.unbroken.ingest.gateway.upload.Transfer;
import org.unbroken.ingest.gateway.upload.UploadFailedException;
import org.unbroken.ingest.gateway.upload.UploadStatus;
import org.unbroken.ingest.gateway.upload.Uploads;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.intake.LandingUnpublishedException;
import org.unbroken.storage.intake.TakenOverException;

/**
 * From a request's head to what comes next: who is it, what does it name, what does tus say of it. Credentials come
 * first, so that without them nothing can be told from the answers.
 */
public final class TusDoor {
    private static final Logger LOG = LoggerFactory.getLogger(TusDoor.class);
    private static final String AT_COLLECTION = "OPTIONS, POST";
    private static final String AT_UPLOAD = "OPTIONS, HEAD, PATCH";
    private static final String AT_DOCUMENT = "OPTIONS, GET, HEAD";

    private final Callers callers;
    private final Uploads uploads;
    private final Receipts receipts;
    private final Executor lookups;

    /** {@code lookups} runs short reads and creations, apart from the threads that a slow disk may hold up. */
    public TusDoor(Callers callers, Uploads uploads, Receipts receipts, Executor lookups) {
        this.callers = callers;
        this.uploads = uploads;
        this.receipts = receipts;
        this.lookups = lookups;
    }

    /** Never completes exceptionally: what goes wrong is an answer too. */
    CompletableFuture<Next> open(RequestHead head, Transfer.Watcher watcher) {
        return lookup(() -> callers.of(head))
                .thenCompose(caller -> {
                    try {
                        return route(head, caller, watcher);
                    } catch (RefusedException e) {
                        return CompletableFuture.failedFuture(e);
                    }
                })
                .exceptionally(
                        failure -> refused(failure, Target.of(head.path()).recording()));
    }

    private CompletableFuture<Next> route(RequestHead head, Caller caller, Transfer.Watcher watcher)
            throws RefusedException {
        head.expectsContinue();
        Target target = Target.of(head.path());
        if (target instanceof Target.Nothing) {
            throw Refusals.notFound();
        }
        if (head.method().equals("OPTIONS")) {
            return CompletableFuture.completedFuture(options());
        }
        if (target instanceof Target.Server) {
            throw Refusals.method(head.method(), "OPTIONS");
        }
        if (target instanceof Target.Collection) {
            requireMethod(head, "POST", AT_COLLECTION);
            requireVersion(head);
            return create(head, caller, watcher);
        }
        if (target instanceof Target.Upload upload) {
            return switch (head.method()) {
                case "HEAD" -> look(head, caller, upload.id());
                case "PATCH" -> patch(head, caller, upload.id(), watcher);
                case "GET" -> throw Refusals.noFootage(AT_UPLOAD);
                default -> throw Refusals.method(head.method(), AT_UPLOAD);
            };
        }
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            throw Refusals.method(head.method(), AT_DOCUMENT);
        }
        return target instanceof Target.Receipt receipt
                ? document(caller, receipt.id(), () -> receipts.receipt(receipt.id()))
                : document(
                        caller,
                        ((Target.Manifest) target).id(),
                        () -> receipts.manifest(((Target.Manifest) target).id()));
    }

    private Answer options() {
        return Answer.of(204)
                .header(Tus.TUS_VERSION, Tus.VERSION)
                .header(Tus.EXTENSION, Tus.EXTENSIONS)
                .header(Tus.MAX_SIZE, Long.toString(uploads.maxBytes()))
                .header(Tus.CHECKSUM_ALGORITHM, ChecksumAlgorithm.LIST);
    }

    // ---- creation

    private CompletableFuture<Next> create(RequestHead head, Caller caller, Transfer.Watcher watcher)
            throws RefusedException {
        head.requirePlainBody();
        if (head.single(Tus.CONCAT).isPresent()) {
            throw Refusals.concatenation();
        }
        OptionalLong length = creationLength(head);
        UploadMetadata metadata = metadata(head);
        Optional<UploadChecksum> checksum = checksum(head);
        if (head.mayHaveBody()) {
            requireContentType(head);
        }
        if (length.isPresent()
                && length.getAsLong() <= uploads.maxBytes()
                && head.bodyLength().orElse(0) > length.getAsLong()) {
            throw Refusals.surplus(length.getAsLong(), 0);
        }
        return lookup(() -> uploads.create(caller, new NewUpload(length, metadata)))
                .thenCompose(created -> {
                    if (head.mayHaveBody()) {
                        PatchStart start = new PatchStart(0, OptionalLong.empty(), head.bodyLength(), checksum);
                        return begin(caller, created.id(), start, watcher, true);
                    }
                    if (length.orElse(1) == 0) {
                        return completeEmpty(caller, created.id());
                    }
                    return CompletableFuture.completedFuture(createdAnswer(created, false));
                });
    }

    private static OptionalLong creationLength(RequestHead head) throws RefusedException {
        OptionalLong length = head.number(Tus.LENGTH);
        Optional<String> deferred = head.single(Tus.DEFER_LENGTH);
        if (length.isPresent() == deferred.isPresent()) {
            throw Refusals.length("Send either Upload-Length or \"Upload-Defer-Length: 1\".");
        }
        if (deferred.isPresent() && !deferred.get().equals("1")) {
            throw Refusals.length("Upload-Defer-Length must be 1.");
        }
        return length;
    }

    /** Nothing more will come for an empty file: it lands now. */
    private CompletableFuture<Next> completeEmpty(Caller caller, RecordingId id) {
        Uploads.Lease lease = uploads.lease(id);
        return lease.look(caller).handle((status, failure) -> {
            lease.close();
            return failure == null
                    ? createdAnswer(status, true)
                    : refused(failure, id.value()).header("Location", Target.pathOf(id));
        });
    }

    private static Answer createdAnswer(UploadStatus status, boolean withOffset) {
        // A path, not an address: which scheme and host the client used is known to the proxies before us, not to us.
        Answer answer = Answer.of(201).header("Location", Target.pathOf(status.id()));
        if (withOffset) {
            answer = answer.header(Tus.OFFSET, Long.toString(status.offset()));
        }
        return expires(answer, status);
    }

    // ---- an upload

    private CompletableFuture<Next> look(RequestHead head, Caller caller, RecordingId id) throws RefusedException {
        requireVersion(head);
        Uploads.Lease lease = uploads.lease(id);
        return lease.look(caller)
                .whenComplete((status, failure) -> lease.close())
                .thenCompose(status -> status.completed()
                        ? lookup(() ->
                                seen(status).header(Tus.RECORDING, id.value()).header(Tus.STATE, receipts.state(id)))
                        : CompletableFuture.completedFuture(seen(status)));
    }

    private static Answer seen(UploadStatus status) {
        Answer answer = Answer.of(200).header(Tus.OFFSET, Long.toString(status.offset()));
        answer = status.length().isPresent()
                ? answer.header(Tus.LENGTH, Long.toString(status.length().getAsLong()))
                : answer.header(Tus.DEFER_LENGTH, "1");
        if (!status.metadata().isEmpty()) {
            answer = answer.header(Tus.METADATA, status.metadata());
        }
        return expires(answer, status);
    }

    private CompletableFuture<Next> patch(RequestHead head, Caller caller, RecordingId id, Transfer.Watcher watcher)
            throws RefusedException {
        requireVersion(head);
        requireContentType(head);
        head.requirePlainBody();
        OptionalLong offset = head.number(Tus.OFFSET);
        if (offset.isEmpty()) {
            throw Refusals.badRequest("Upload-Offset is missing.");
        }
        if (offset.getAsLong() == RequestHead.IMMENSE) {
            throw Refusals.badRequest(
                    "Upload-Offset is larger than any upload. Ask with HEAD and continue from its" + " Upload-Offset.");
        }
        PatchStart start =
                new PatchStart(offset.getAsLong(), head.number(Tus.LENGTH), head.bodyLength(), checksum(head));
        return begin(caller, id, start, watcher, false);
    }

    private CompletableFuture<Next> begin(
            Caller caller, RecordingId id, PatchStart start, Transfer.Watcher watcher, boolean creating) {
        Uploads.Lease lease = uploads.lease(id);
        return lease.begin(caller, start, watcher).handle((transfer, failure) -> {
            if (failure != null) {
                lease.close();
                return named(refused(failure, id.value()), id, creating);
            }
            return new BodyWanted(
                    transfer,
                    lease,
                    status -> creating ? createdAnswer(status, true) : stored(status),
                    later -> named(refused(later, id.value()), id, creating));
        });
    }

    /** A creation that failed half-way is told its name all the same: it can be continued, not only repeated. */
    private static Answer named(Answer answer, RecordingId id, boolean creating) {
        return creating ? answer.header("Location", Target.pathOf(id)) : answer;
    }

    private static Answer stored(UploadStatus status) {
        return expires(Answer.of(204).header(Tus.OFFSET, Long.toString(status.offset())), status);
    }

    private static Answer expires(Answer answer, UploadStatus status) {
        return status.expires().isPresent()
                ? answer.header(Tus.EXPIRES, HttpDate.format(status.expires().get()))
                : answer;
    }

    private CompletableFuture<Next> document(Caller caller, RecordingId id, Lookup<Answer> document) {
        Uploads.Lease lease = uploads.lease(id);
        return lease.isCompleted(caller)
                .whenComplete((completed, failure) -> lease.close())
                .thenCompose(completed -> completed
                        ? lookup(document).thenApply(answer -> (Next) answer)
                        : CompletableFuture.failedFuture(Refusals.notComplete()));
    }

    // ---- headers

    private static void requireMethod(RequestHead head, String method, String allowed) throws RefusedException {
        if (!head.method().equals(method)) {
            throw Refusals.method(head.method(), allowed);
        }
    }

    private static void requireVersion(RequestHead head) throws RefusedException {
        if (!head.single(Tus.RESUMABLE).equals(Optional.of(Tus.VERSION))) {
            throw Refusals.version();
        }
    }

    private static void requireContentType(RequestHead head) throws RefusedException {
        String given = head.single("Content-Type").orElse("");
        String type = given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals(Tus.CONTENT_TYPE)) {
            throw Refusals.contentType(given);
        }
    }

    private static UploadMetadata metadata(RequestHead head) throws RefusedException {
        Optional<String> header = head.single(Tus.METADATA);
        return header.isPresent() ? UploadMetadata.parse(header.get()) : UploadMetadata.NONE;
    }

    private static Optional<UploadChecksum> checksum(RequestHead head) throws RefusedException {
        Optional<String> header = head.single(Tus.CHECKSUM);
        return header.isPresent() ? Optional.of(UploadChecksum.parse(header.get())) : Optional.empty();
    }

    // ---- failures

    private Answer refused(Throwable failure, String recording) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return Answer.of(problem(cause, recording));
    }

    /** Whatever is answered with 5xx is in the log once, here or where an upload failed. */
    private Problem problem(Throwable cause, String recording) {
        if (cause instanceof RefusedException refused) {
            uploads.refused();
            return logged(refused.problem(), recording);
        }
        if (cause instanceof RejectedExecutionException) {
            return logged(Refusals.closing().problem(), recording);
        }
        if (cause instanceof LandingUnpublishedException) {
            return logged(Refusals.unannounced().problem(), recording);
        }
        if (cause instanceof TakenOverException) {
            return Refusals.takenOver().problem();
        }
        if (!(cause instanceof UploadFailedException)) {
            LOG.atError().addKeyValue("recording", recording).setCause(cause).log("request failed");
        }
        return Refusals.storage().problem();
    }

    private static Problem logged(Problem problem, String recording) {
        if (problem.status() >= 500) {
            LOG.atWarn()
                    .addKeyValue("recording", recording)
                    .addKeyValue("problem", problem.slug())
                    .log("request turned away");
        }
        return problem;
    }

    private <T> CompletableFuture<T> lookup(Lookup<T> lookup) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            lookups.execute(() -> {
                try {
                    result.complete(lookup.run());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    private interface Lookup<T> {
        T run() throws IOException, RefusedException;
    }
}
